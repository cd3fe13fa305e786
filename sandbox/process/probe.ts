export interface Probe { ok: boolean }
export async function probeProcess(): Promise<Probe> { return {ok:true}; }
