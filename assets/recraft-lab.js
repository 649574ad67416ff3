// <recraft-lab>: ReCraft Lab in any page, by one tag:
//
//   <script defer src="https://lab.example/recraft-lab.js"></script>
//   <recraft-lab scenario="merge"></recraft-lab>
//
// docs/embedding.md describes attributes, methods and events; recraft-lab.d.ts has their types. No other file is needed, nothing global is
// defined but the element, and nothing of the page is touched outside it.
//
// The frame is a child of the element and stands in a slot of its shadow root: among the frames of a shadow root, labs could not find each other
// to share one compiled module. What a style sheet of the page could do to it is undone on the frame itself; nothing of the lab's reaches the page.
(() => {
  const VERSION = 1;
  const own = document.currentScript?.src || "";
  const OPTIONS = ["controls", "size", "start", "autoplay", "preset", "seed", "speed", "play", "load", "lesson", "lang"];
  // With no value or any of these, they are said; with "false", they are not: frameworks write them so.
  const FLAGS = ["autoplay", "play", "sandbox"];
  const WATCHED = ["src", "scenario", "code", "at", "link", "theme", "sandbox", "title", ...OPTIONS];
  const PATIENCE_MS = 30_000;
  const HEIGHT_MAX = 4_000;
  /** How high a lab is in the end: its stage, and what stands below. So nothing jumps when it says so itself. */
  const STAGES = { small: 220, medium: 340, large: 500 };
  const BELOW = { wide: 156, narrow: 202 };

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block; position: relative; min-height: 120px; contain: content; }
    :host(:not([size="fill"])) { margin-block: 1em; }
    :host([hidden]) { display: none; }
    slot[name="frame"] { display: block; }
    .before { position: absolute; inset: 0; overflow: hidden; pointer-events: none; }
    .before.gone { display: none; }
    @media print { slot[name="frame"] { display: none; } .before, .before.gone { display: block; position: static; } }`);

  /** The parts of a colour that is written in another way than as its parts. Costs more than all the rest of a lab's beginning. */
  const painted = (color) => {
    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data;
  };

  /** Whether text on the page is light, so that its ground is dark: true for any theme, however the page makes it. */
  const isDark = (element) => {
    const { color } = getComputedStyle(element);
    const [red, green, blue] = color.match(/^rgba?\((\d+), (\d+), (\d+)/)?.slice(1) ?? painted(color);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 140;
  };

  /** What a flag says: its value, "" where it is said without one, null where it is not said. */
  const flag = (element, name) => {
    const value = element.getAttribute(name);
    if (value === "false" || value === "0") return null;
    return value === "true" || value === name ? "" : value;
  };

  class RecraftLab extends HTMLElement {
    static observedAttributes = WATCHED;

    #frame = null;
    #origin = "";
    #ready = null;
    #isReady = null;
    #waiting = new Map();
    #next = 1;
    #before;
    #undo = null;
    #scheme = "";
    #changed = false;
    #isThere = false;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      const frame = document.createElement("slot");
      frame.name = "frame";
      // What the author has put inside is seen until the lab is there, and in print.
      this.#before = document.createElement("div");
      this.#before.className = "before";
      this.#before.append(document.createElement("slot"));
      root.append(frame, this.#before);
    }

    connectedCallback() {
      if (!this.#frame) this.#begin();
    }

    disconnectedCallback() {
      // An element that is only moved is connected again at once.
      queueMicrotask(() => this.isConnected || this.#end());
    }

    attributeChangedCallback(name, before, after) {
      if (!this.#frame || before === after) return;
      if (name === "theme") return this.#followTheme();
      if (name === "title") return void (this.#frame.title = after || "ReCraft Lab");
      // Several attributes that change together mean one new frame.
      if (this.#changed) return;
      this.#changed = true;
      queueMicrotask(() => {
        this.#changed = false;
        if (!this.isConnected || !this.#frame) return;
        this.#end();
        this.#begin();
      });
    }

    /** The frame's address. */
    #address() {
      const address = new URL("embed.html", new URL(this.getAttribute("src") || own || ".", document.baseURI));
      const query = address.searchParams;
      for (const name of OPTIONS) {
        const value = FLAGS.includes(name) ? flag(this, name) : this.getAttribute(name);
        if (value !== null) query.set(name, value || "1");
      }
      if (!this.hasAttribute("size")) query.set("size", "medium");
      if (this.hasAttribute("scenario")) query.set("story", this.getAttribute("scenario"));
      if (this.hasAttribute("code")) query.set("code", "1");
      query.set("theme", this.#chosenTheme());
      if (location.origin !== "null") query.set("allow-origin", location.origin);
      const link = this.getAttribute("link");
      if (link) {
        const [, hash = ""] = link.includes("#") ? link.split(/#(.*)/s) : ["", link];
        address.hash = hash.startsWith("r=") ? hash : "r=" + hash;
      }
      return address;
    }

    #begin() {
      const address = this.#address();
      this.#origin = address.origin;
      this.#ready = new Promise((resolve) => (this.#isReady = resolve));
      const frame = document.createElement("iframe");
      frame.slot = "frame";
      frame.title = this.getAttribute("title") || "ReCraft Lab";
      frame.loading = "lazy";
      frame.allow = "fullscreen; clipboard-write";
      if (this.#isSandboxed()) {
        frame.setAttribute("sandbox", flag(this, "sandbox") || "allow-scripts allow-popups allow-popups-to-escape-sandbox");
      }
      const size = this.getAttribute("size") || "medium";
      const below = matchMedia("(max-width: 560px)").matches ? BELOW.narrow : BELOW.wide;
      const height = size === "fill" ? "100%" : `${(STAGES[size] ?? STAGES.medium) + below}px`;
      for (const [name, value] of Object.entries({ all: "initial", display: "block", width: "100%", height, border: "1px solid rgb(127 127 127 / 35%)", "border-radius": "8px", "box-sizing": "border-box", "color-scheme": "light dark" })) {
        frame.style.setProperty(name, value, "important");
      }
      frame.src = address.href;
      this.#frame = frame;
      this.#scheme = address.searchParams.get("theme");
      this.#listen();
      this.append(frame);
      // A scenario that is written out is told when the lab has started.
      if (this.hasAttribute("code")) this.#ready.then(() => this.#tellCode()).catch((error) => this.#tell("error", { code: error.code, message: error.message }));
    }

    async #tellCode() {
      await this.load({ scenario: this.getAttribute("code"), ms: Number(this.getAttribute("at")) || 0, play: flag(this, "play") !== null });
      this.#before.className = "before gone";
    }

    #end() {
      this.#undo?.abort();
      this.#frame?.remove();
      this.#frame = null;
      this.#before.className = "before";
      this.#isThere = false;
      for (const { reject } of this.#waiting.values()) reject(new Error("The lab was removed from the page."));
      this.#waiting.clear();
    }

    #listen() {
      this.#undo = new AbortController();
      const { signal } = this.#undo;
      addEventListener("message", (event) => this.#hear(event), { signal });
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#followTheme(), { signal });
      const watcher = new MutationObserver(() => {
        this.#followTheme();
        // A page may fade from one theme to the other.
        setTimeout(() => this.#followTheme(), 400);
      });
      for (const node of [document.documentElement, document.body]) watcher.observe(node, { attributes: true });
      signal.addEventListener("abort", () => watcher.disconnect());
      this.#frame.addEventListener("load", () => {
        if (!this.#keeps()) this.#before.className = "before gone";
        this.#isThere = true;
        // What the address said may have changed since.
        this.#post({ type: "theme", theme: this.#scheme });
      }, { signal });
    }

    #hear({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || !data || data.recraft !== VERSION) return;
      // A sandboxed frame has an origin without a name.
      if (origin !== this.#origin && !(origin === "null" && this.#frame.hasAttribute("sandbox"))) return;
      if (data.type === "answer") {
        const waits = this.#waiting.get(data.id);
        this.#waiting.delete(data.id);
        if (data.ok) waits?.resolve(data.state);
        else waits?.reject(Object.assign(new Error(data.error?.message), { code: data.error?.code }));
      } else if (data.type === "height") {
        const height = Math.min(Math.max(Number(data.height) || 0, 120), HEIGHT_MAX);
        // With its border, a pixel above and below.
        this.#frame.style.setProperty("height", height + 2 + "px", "important");
      } else if (data.type === "ready") {
        this.#isReady();
        if (!this.hasAttribute("code")) this.#before.className = "before gone";
        this.#tell("ready", {});
      } else if (data.type === "clock") {
        this.#tell("clock", data.clock);
      } else if (data.type === "events") {
        for (const event of data.events) this.#tell("event", event);
      }
    }

    #tell(name, detail) {
      this.dispatchEvent(new CustomEvent("recraft-" + name, { detail }));
    }

    #chosenTheme() {
      const theme = this.getAttribute("theme");
      if (["light", "dark", "contrast"].includes(theme)) return theme;
      return theme === "system" ? "auto" : isDark(this) ? "dark" : "light";
    }

    #followTheme() {
      if (!this.#frame) return;
      const theme = this.#chosenTheme();
      if (theme === this.#scheme) return;
      this.#scheme = theme;
      if (this.#isLoaded()) this.#post({ type: "theme", theme });
    }

    /** Whether what is inside stays until the lab shows the same: its frame has no poster of a run that is written out. */
    #keeps() {
      return (this.hasAttribute("code") || this.hasAttribute("link")) && this.getAttribute("start") !== "press";
    }

    #isSandboxed() {
      return flag(this, "sandbox") !== null;
    }

    #isLoaded() {
      return this.#isThere;
    }

    #post(message) {
      const to = this.#frame.hasAttribute("sandbox") ? "*" : this.#origin;
      this.#frame.contentWindow.postMessage({ recraft: VERSION, ...message }, to);
    }

    /** Settles when the lab has started, by being looked at or pressed; a question starts it too. */
    get ready() {
      return this.#ready;
    }

    /** Asks the lab something; see the message API. Gives the state after it, or an error with a `code`. */
    async ask(message) {
      if (!this.#frame) throw new Error("The lab is not in the page.");
      this.#frame.loading = "eager";
      await this.#loaded();
      if (!this.#frame?.contentWindow) throw new Error("The lab was removed from the page.");
      const id = this.#next++;
      const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
      this.#post({ ...message, id });
      const patience = setTimeout(() => {
        this.#waiting.get(id)?.reject(new Error("The lab does not answer."));
        this.#waiting.delete(id);
      }, PATIENCE_MS);
      return answer.finally(() => clearTimeout(patience));
    }

    /** Waits until the frame's document is there: what is posted before is lost. */
    #loaded() {
      if (this.#isLoaded()) return;
      const frame = this.#frame;
      return new Promise((resolve, reject) => {
        frame.addEventListener("load", resolve, { once: true });
        this.#undo.signal.addEventListener("abort", () => reject(new Error("The lab was removed from the page.")), { once: true });
      });
    }

    load(what) {
      return this.ask({ type: "load", ...what });
    }
    play(speed) {
      return this.ask({ type: "play", speed });
    }
    pause() {
      return this.ask({ type: "pause" });
    }
    setSpeed(speed) {
      return this.ask({ type: "speed", speed });
    }
    seek(ms) {
      return this.ask({ type: "seek", ms });
    }
    step(to) {
      return this.ask({ type: "step", to });
    }
    command(line) {
      return this.ask({ type: "command", line });
    }
    state() {
      return this.ask({ type: "state" });
    }
    events(level = "milestones") {
      return this.ask({ type: "events", level });
    }
  }

  // Two attributes are called as methods are. Frameworks (React, Vue) set a property instead of an attribute where there is one of its name.
  for (const name of ["play", "load"]) {
    const method = RecraftLab.prototype[name];
    Object.defineProperty(RecraftLab.prototype, name, {
      configurable: true,
      get: () => method,
      set(value) {
        if (value === false || value === null || value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, value === true ? "" : value);
      },
    });
  }

  if (!customElements.get("recraft-lab")) customElements.define("recraft-lab", RecraftLab);
})();
