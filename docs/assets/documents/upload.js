/**
 * Posts the file past the site; `progress` hears of it in percent. `stop` breaks it off, `done` is a promise.
 * A line that carries nothing for `patience` milliseconds has gone; what the browser has handed over may lie in a slow
 * line's buffers for as long again as it took so far.
 *
 * @param {Upload} upload
 * @param {File} file
 * @param {(percent: number) => void} progress
 * @param {number} patience
 */
export function carry(upload, file, progress, patience) {
  const request = new XMLHttpRequest(), began = Date.now();
  let moved = began, isStalled = false;
  const watch = setInterval(() => {
    const now = Date.now();
    if (now - moved < Math.max(patience, moved - began)) return;
    isStalled = true;
    request.abort();
  }, 1000);
  /** @type {Promise<void>} */
  const done = new Promise((resolve, reject) => {
    request.upload.onprogress = (event) => {
      moved = Date.now();
      if (event.lengthComputable) progress(Math.floor((100 * event.loaded) / event.total));
    };
    request.onloadend = () => clearInterval(watch);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(String(request.status))));
    request.onerror = request.ontimeout = () => reject(new Error("network"));
    request.onabort = () => reject(isStalled ? new Error("stalled") : new DOMException("stopped", "AbortError"));
  });
  request.open("POST", upload.url);
  request.send(bodyOf(upload, file));
  return { done, stop: () => request.abort() };
}

/**
 * @param {Upload} upload
 * @param {File} file
 */
function bodyOf(upload, file) {
  const body = new FormData();
  for (const [field, value] of Object.entries(upload.fields)) body.append(field, value);
  body.append("file", file);
  return body;
}
