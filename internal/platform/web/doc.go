// Package web is the one way in from the network: Echo with huma on top, the
// session's actor in every request, and one place that turns faults into RFC 9457
// problems. What it keeps:
//
//   - Every operation needs a signed-in person unless its id is in Options.Public.
//   - No answer under /api is HTML, and no error leaves without a code, a request
//     id and application/problem+json.
//   - From status 500 up nothing of the cause leaves the log.
//   - The access log holds no query, no body, no e-mail address and no secret.
package web
