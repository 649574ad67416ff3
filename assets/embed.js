// The embedded page (boot.js loads this in its place), before its program is there: a poster at first, and the program when the frame is looked at or pressed.
//
// Labs of one build on one page share one compiled module: each frame keeps a promise of it where frames of its own origin find it, and
// looks among its siblings before it compiles. The browser lets frames of other origins neither look nor be looked at.
import { t, words } from "./words.js";

const page = document.documentElement;
const tag = document.querySelector("script[data-wasm]");
const { wasm } = tag.dataset;
const options = new URLSearchParams(location.search);
const KEY = "recraft-lab " + wasm;
const EARLY_MAX = 64;
/** How long a reader looks at a lab, in milliseconds, before it is started: not while they scroll past, nor while the page around it is still being built. */
const LOOK_MS = 1000;
const one = (name, values) => (values.includes(options.get(name)) ? options.get(name) : values[0]);

const size = one("size", ["fill", "small", "medium", "large"]);
const theme = one("theme", ["auto", "light", "dark", "contrast"]);
const start = one("start", ["view", "press"]);
const autoplay = one("autoplay", ["0", "1"]) === "1";
page.dataset.size = size;
if (theme !== "auto") page.dataset.theme = theme;

// The poster.
const app = document.querySelector("#app");
const poster = document.createElement("button");
poster.className = "embed-poster";
poster.type = "button";
const sign = document.createElement("span");
sign.className = "embed-sign";
sign.textContent = t("Start the lab");
sign.setAttribute("role", "status");
const name = (options.get("story") || options.get("preset") || "five").replace(/[^a-z0-9-]/g, "");
const picture = document.createElement("picture");
const draw = () => {
  // A run that is in the link itself has no picture here.
  if (/[#&]r=/.test(location.hash) || options.has("code")) return;
  const address = (scheme) => `posters/${name}.${scheme}.svg`;
  const image = document.createElement("img");
  image.alt = "";
  image.addEventListener("error", () => picture.remove());
  const chosen = page.dataset.theme;
  if (!chosen) {
    const dark = document.createElement("source");
    dark.media = "(prefers-color-scheme: dark)";
    dark.srcset = address("dark");
    picture.append(dark);
  }
  image.src = address(chosen || "light");
  picture.append(image);
};
draw();
poster.append(picture, sign);
app.replaceChildren(poster);

// What the host asks before the program is there is kept, and starts it.
const early = [];
const hosts = [parent, window.opener].filter((host) => host && host !== window);
const keep = (event) => {
  if (!hosts.includes(event.source) || !(event.data instanceof Object) || !("recraft" in event.data)) return;
  if (event.data.type === "theme") showTheme(event.data.theme);
  else load();
  if (early.length < EARLY_MAX) early.push(event);
};
addEventListener("message", keep);
const showTheme = (theme) => {
  if (["light", "dark", "contrast"].includes(theme)) page.dataset.theme = theme;
  else delete page.dataset.theme;
};

// The height of what is shown, for hosts that follow it.
const allowed = options.get("allow-origin");
let told = 0;
const tellHeight = () => {
  const height = size === "fill" ? 0 : Math.ceil(app.getBoundingClientRect().height);
  if (height === told || height === 0) return;
  told = height;
  for (const host of hosts) host.postMessage({ recraft: 1, type: "height", height }, allowed || "*");
};
new ResizeObserver(tellHeight).observe(app);

const siblings = () => {
  const found = [];
  for (let place = 0; place < parent.length; place += 1) {
    try {
      if (parent[place] !== window && parent[place][KEY]) found.push(parent[place]);
    } catch {
      // It is of another origin.
    }
  }
  return found;
};

// The module of a sibling, if it comes: a frame that is removed while it compiles would never have it.
const shared = (sibling) =>
  new Promise((resolve, reject) => {
    const watch = setInterval(() => sibling.closed && reject(new Error("the frame is gone")), 200);
    sibling[KEY].then(resolve, reject).finally(() => clearInterval(watch));
  });

// A sandboxed frame has no origin, so that it may start no worker from its own site. But it may fetch one, and start what it has fetched.
if (origin === "null") {
  const Own = window.Worker;
  window.Worker = class extends EventTarget {
    #own = null;
    #ended = false;

    constructor(address) {
      super();
      const { searchParams } = new URL(address, document.baseURI);
      this.#start(...["js", "wasm"].map((name) => new URL(searchParams.get(name), document.baseURI)));
    }

    async #start(script, program) {
      try {
        const [text, bytes] = await Promise.all([(await fetch(script)).text(), (await fetch(program)).arrayBuffer()]);
        if (this.#ended) return;
        const begin = `addEventListener("message", ({ data }) => __wbg_init({ module_or_path: data }).catch((error) => postMessage(String(error))), { once: true });`;
        // As a plain script, not as a module: Chromium does not let a page without an origin start those.
        const plain = text.replace(/^export .*$/m, "").replaceAll("import.meta.url", '""');
        this.#own = new Own(URL.createObjectURL(new Blob([plain, "\n", begin], { type: "text/javascript" })));
        this.#own.addEventListener("message", ({ data }) => this.dispatchEvent(new MessageEvent("message", { data })));
        this.#own.addEventListener("error", () => this.#fail());
        this.#own.postMessage(bytes);
      } catch {
        this.#fail();
      }
    }

    #fail() {
      this.dispatchEvent(new Event("error", { cancelable: true }));
    }

    postMessage(message) {
      this.#own?.postMessage(message);
    }

    terminate() {
      this.#ended = true;
      this.#own?.terminate();
    }
  };
}

const compile = () => {
  performance.mark("recraft-compile");
  return recraftCompile(new URL(wasm, document.baseURI));
};

let loading;
const load = (plays) => {
  loading ??= begin();
  if (plays) loading.then((ready) => ready && ask({ type: "play" }));
};
const ask = (message) => window.postMessage({ recraft: 1, ...message }, "*");

const begin = async () => {
  sign.textContent = t("Loading…");
  try {
    const found = siblings()[0];
    window[KEY] = found ? shared(found).catch(compile) : compile();
    await recraftStart(window[KEY], words());
  } catch (error) {
    delete window[KEY];
    sign.textContent = t("The lab could not be started: {error}. Load the page again; if it stays so, try a newer browser.", { error: error?.message ?? error });
    return false;
  }
  removeEventListener("message", keep);
  for (const event of early.splice(0)) dispatchEvent(event);
  return true;
};

poster.addEventListener("click", () => load(true));
// The whole page shows the same run.
addEventListener("click", ({ target }) => {
  const link = target.closest?.("#open-in-lab");
  if (link) link.hash = location.hash;
});

// Plays while it is in view. What the reader has paused stays so.
let plays = !matchMedia("(prefers-reduced-motion: reduce)").matches;
const playWhile = (seen) => {
  if (!seen) plays = document.querySelector("#outline")?.dataset.playing === "true";
  if (plays) ask({ type: seen ? "play" : "pause" });
};
let looking;
// Who points at it need not wait. A finger on it may only be scrolling.
if (start === "view") poster.addEventListener("pointermove", ({ pointerType }) => pointerType === "mouse" && load());
const watcher = new IntersectionObserver((entries) => {
  const seen = entries.some((entry) => entry.isIntersecting);
  clearTimeout(looking);
  if (!loading && seen && autoplay) load();
  else if (!loading && seen && start === "view") looking = setTimeout(load, LOOK_MS);
  if (autoplay && loading) loading.then((ready) => ready && playWhile(seen));
  if (!autoplay && loading) watcher.disconnect();
}, { threshold: 0.2 });
watcher.observe(page);
// What was asked while this was on its way (boot.js keeps it).
for (const event of globalThis.recraftEarly ?? []) keep(event);
globalThis.recraftEarly = null;
