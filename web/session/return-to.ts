/** Where this account goes on after signing in: each kind has a house of its own. */
export function returnFor(kind: string, wish: string | undefined): string {
  const path = safeReturn(wish);
  const practice = path.startsWith("/practice/");
  if (kind === "staff") return practice ? path : "/practice/";
  return practice ? "/" : path;
}

/** Where to go on after signing in. Only a path of ours: anything else would be an open redirect. */
export function safeReturn(wish: string | null | undefined): string {
  if (!wish?.startsWith("/") || wish.startsWith("/sign-in")) return "/";
  const url = new URL(wish, "https://portal.invalid");
  // "//host" and "/\host" parse to another origin.
  return url.origin === "https://portal.invalid" ? url.pathname + url.search : "/";
}
