/**
 * Browsers differ about Secure cookies on plain-http loopback (Safari drops them), and `__Host-` needs Secure. So at
 * this edge, and only here, the session's cookie has another name. Handlers and template know `__Host-session` alone.
 */
const handlerName = "__Host-session";
const browserName = "session";

/** The browser's Cookie header as the list of cookies a handler sees. */
export function incomingCookies(header: string | undefined): string[] {
  return (header ?? "")
    .split(";")
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== "")
    .map((cookie) =>
      cookie.startsWith(`${browserName}=`)
        ? `${handlerName}${cookie.slice(browserName.length)}`
        : cookie,
    );
}

/** A handler's Set-Cookie as the browser gets it. */
export function outgoingCookie(cookie: string): string {
  if (!cookie.startsWith(`${handlerName}=`)) {
    return cookie;
  }
  const [value = "", ...attributes] = cookie.slice(handlerName.length).split(";");
  const kept = attributes.filter((attribute) => attribute.trim().toLowerCase() !== "secure");
  return [`${browserName}${value}`, ...kept].join(";");
}
