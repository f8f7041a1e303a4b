/**
 * CloudFront Functions, in CloudFront's own JavaScript (runtime 2.0). They run for every viewer request, so there is
 * nothing here but a rewrite each.
 */

/**
 * Deep links: a path that is not a file is one of the two apps. Never errorResponses, which would hide an API's 404.
 * A dot alone makes no file: an EHR's ids may have one.
 */
export const deepLinks = `function handler(event) {
  var request = event.request;
  if (!/\\.(css|html|ico|jpg|js|json|map|png|svg|txt|webmanifest|webp|woff2)$/.test(request.uri)) {
    var practice = request.uri === "/practice" || request.uri.startsWith("/practice/");
    request.uri = practice ? "/practice/index.html" : "/index.html";
  }
  return request;
}
`;

/** The API sees its own name as Host. Which one the browser used is told apart, whatever the browser claims. */
export const viewerHost = `function handler(event) {
  var request = event.request;
  request.headers["x-viewer-host"] = { value: request.headers.host.value };
  return request;
}
`;
