/** What a child has of this process's environment: nothing. Node adds this name of its own accord where coverage is measured. */
export const noEnvironment: NodeJS.ProcessEnv = { NODE_V8_COVERAGE: undefined };
