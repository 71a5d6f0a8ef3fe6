// Every message from the window to Rust passes here first, in a frame of its own. What is not one of the window's
// messages goes no further: whatever script may have got into the page cannot call anything else.
(() => {
  const LARGEST_BODY = 64 * 1024;
  const LARGEST_CHUNK = 256 * 1024;
  const LONGEST_TITLE = 200;
  const REQUEST = /^[a-z_]{1,40}$/;
  const REPORTS = ["import_errors", "support_bundle", "certificate", "case_file"];

  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const isText = (value, longest) => typeof value === "string" && value.length <= longest;
  const holdsOnly = (value, keys) => isObject(value) && Object.keys(value).every((key) => keys.includes(key));
  const bytes = (value) => new TextEncoder().encode(JSON.stringify(value)).length;

  const messages = {
    ask: (payload) =>
      holdsOnly(payload, ["name", "body"]) &&
      isText(payload.name, 40) &&
      REQUEST.test(payload.name) &&
      isObject(payload.body) &&
      bytes(payload.body) <= LARGEST_BODY,
    import_chunk: (payload) =>
      (payload instanceof ArrayBuffer || ArrayBuffer.isView(payload)) && payload.byteLength <= LARGEST_CHUNK,
    save_report: (payload) =>
      holdsOnly(payload, ["title", "report"]) &&
      isText(payload.title, LONGEST_TITLE) &&
      REPORTS.includes(payload.report),
    choose_folder: (payload) => holdsOnly(payload, ["title"]) && isText(payload.title, LONGEST_TITLE),
    "plugin:event|listen": (payload) => isObject(payload) && payload.event === "notice",
    "plugin:event|unlisten": (payload) => isObject(payload) && payload.event === "notice",
  };

  // There is no such command. Rust refuses it, and whoever called hears so; an error thrown here would leave them
  // waiting for ever.
  const refused = (message) => ({ ...message, cmd: "refused", payload: {} });

  window.__TAURI_ISOLATION_HOOK__ = (message) => {
    const fits = Object.hasOwn(messages, message.cmd) ? messages[message.cmd] : undefined;
    return fits?.(message.payload) ? message : refused(message);
  };
})();
