// Starts the lab from one file: everything is in this document, packed, and nothing is fetched.
const unpack = async (name) => {
  const text = document.getElementById(name)?.textContent;
  if (text === undefined) throw new Error(`${name} is not in this file`);
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

// The worker program comes out of this document too. Its script waits for the program, which is unpacked when it is wanted.
const Own = window.Worker;
window.Worker = class extends Own {
  constructor() {
    const script = document.getElementById("worker-script").textContent;
    const start = `addEventListener("message", (event) => __wbg_init({ module_or_path: event.data }).catch((error) => postMessage(String(error))), { once: true });`;
    super(URL.createObjectURL(new Blob([script, "\n", start], { type: "text/javascript" })));
    unpack("worker-program").then((program) => this.postMessage(program));
  }
};

// So does what the page would fetch.
const fetchElsewhere = window.fetch;
window.fetch = async (address, settings) => {
  const name = String(address.url ?? address).split(/[?#]/)[0].split("/").pop();
  if (!document.getElementById("file " + name)) return fetchElsewhere(address, settings);
  return new Response(await unpack("file " + name));
};

document.querySelector(".placeholder-lead").textContent = t("Watch, control, break and understand Raft and ReCraft: a whole cluster, run by the real protocol, in your browser.");
try {
  const [first, second] = await Promise.all([unpack("program"), unpack("program-later"), words()]);
  const module = await WebAssembly.compile(second);
  // As assets/boot.js does it; here both parts are there from the beginning.
  window.recraftLater = () => {
    const exports = initSync();
    if (exports["~there"].value) return;
    new WebAssembly.Instance(module, { first: exports });
    exports["~there"].value = 1;
  };
  await __wbg_init({ module_or_path: first });
  window.recraftLater();
} catch (error) {
  document.querySelector(".placeholder-text").textContent = t("The lab could not be started: {error}. Try a newer browser.", { error: error?.message ?? error });
  throw error;
}
