interface Named {
  name: string;
  logicalId: string;
}

/** The one thing called so: by name or logical id, or by the start of either where only one starts so. */
export function pick<T extends Named>(things: readonly T[], name: string): T {
  const wanted = name.toLowerCase();
  const names = (thing: Named) => [thing.name.toLowerCase(), thing.logicalId.toLowerCase()];
  const exact = things.filter((thing) => names(thing).includes(wanted));
  const starting = things.filter((thing) => names(thing).some((one) => one.startsWith(wanted)));
  const [found, second] = exact.length ? exact : starting;
  if (!found || second) {
    const known = things.map((thing) => thing.logicalId).join(", ");
    throw new Error(`No single one is called ${name}. There are: ${known}`);
  }
  return found;
}
