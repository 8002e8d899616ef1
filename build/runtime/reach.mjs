// Whether a server that offers downloads can be reached.

/** How long a server may take to answer, in ms. A refusing network is often silent; 20 s is what a slow one needs. */
const ANSWER_MS = 20_000;

/** Why the network does not let us reach this address; undefined when some server answers, whatever it says. */
export async function whyUnreachable(address) {
  const { refused } = await head(address);
  return refused;
}

/** Why this file cannot be had: no server answers, or it answers with an error. Undefined when it can. */
export async function whyRefused(address) {
  const { refused, status } = await head(address);
  if (refused) return refused;
  return status < 400 ? undefined : `${new URL(address).host} answered ${status}`;
}

async function head(address) {
  try {
    const { status } = await fetch(address, { method: "HEAD", signal: AbortSignal.timeout(ANSWER_MS) });
    return { status };
  } catch (error) {
    return { refused: `${new URL(address).host} cannot be reached (${error.cause?.code ?? error.name})` };
  }
}
