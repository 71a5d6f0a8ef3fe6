// Every message from the window to Rust passes here first, in a frame of its own. What is not one of the window's
// messages goes no further: whatever script may have got into the page cannot call anything else.
(() => {
  const LARGEST_BODY = 64 * 1024;
  const LARGEST_CHUNK = 256 * 1024;
  const REQUEST = /^[a-z_]{1,40}$/;

  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const holdsOnly = (value, keys) => isObject(value) && Object.keys(value).every((key) => keys.includes(key));

  const messages = {
    ask: (payload) =>
      holdsOnly(payload, ["name", "body"]) &&
      REQUEST.test(payload.name) &&
      isObject(payload.body) &&
      JSON.stringify(payload.body).length <= LARGEST_BODY,
    import_chunk: (payload) =>
      (payload instanceof ArrayBuffer || ArrayBuffer.isView(payload)) && payload.byteLength <= LARGEST_CHUNK,
    save_report: (payload) => holdsOnly(payload, ["title"]),
    "plugin:event|listen": (payload) => isObject(payload) && payload.event === "notice",
    "plugin:event|unlisten": (payload) => isObject(payload) && payload.event === "notice",
  };

  window.__TAURI_ISOLATION_HOOK__ = (message) => {
    const fits = Object.hasOwn(messages, message.cmd) ? messages[message.cmd] : undefined;
    if (fits === undefined || !fits(message.payload)) {
      throw new Error("not a message of this window");
    }
    return message;
  };
})();
