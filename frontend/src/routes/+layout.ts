// The whole application runs in the browser; the program only serves files and data.
export const ssr = false;
export const prerender = false;
