/**
 * Imports of the CPython module that do nothing here: the event loop hooks of a browser, sockets,
 * dynamic loading. What is in none of the tables stops the program when it is called.
 * Self-contained: see source.ts.
 */
export function makeStubs(): Record<string, unknown> {
  const table: Record<string, unknown> = {};
  const zero = [
    'emscripten_runtime_keepalive_push',
    'emscripten_runtime_keepalive_pop',
    '_emscripten_runtime_keepalive_clear',
    '_Py_CheckEmscriptenSignals_Helper',
    'emscripten_asm_const_int',
    '_try_fcntl64',
    '_try_shutdown',
    'getprotobyname',
    '_dlopen_js',
    '_dlsym_js',
    '_emscripten_get_progname',
    '_emscripten_lookup_name',
    '_emscripten_log_formatted',
    'emscripten_set_up_async_input_device_js',
    'ffi_closure_free_js',
    'ffi_prep_closure_loc_js',
  ];
  const nothing = [
    '_maybe_connect_async',
    '_maybe_recvfrom_async',
    '_maybe_sendto_async',
    '_maybe_poll_async',
    '__hiwire_deduplicate_new',
  ];
  const sockets = [
    'accept4',
    'bind',
    'connect',
    'getpeername',
    'getsockname',
    'getsockopt',
    'listen',
    'recvfrom',
    'recvmsg',
    'sendmsg',
    'sendto',
    'socket',
    'mknodat',
  ];
  for (const name of zero) table[name] = () => 0;
  for (const name of nothing) table[name] = () => null;
  for (const name of sockets) table[`__syscall_${name}`] = () => -52; // ENOSYS
  table._emscripten_system = () => -1;
  table.getaddrinfo = () => -4; // EAI_FAIL
  table.getnameinfo = () => -4;
  return table;
}
