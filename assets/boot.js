// Loads the application. Trunk writes the script tag and puts the hashed file names on it (see pattern_script in
// Trunk.toml), so that the page needs no inline script and can forbid it. A worker of the page is the same program, and is told the
// names in its address.
const worker = typeof document === "undefined";
const base = worker ? location.href : document.baseURI;
const { js, wasm } = worker ? Object.fromEntries(new URLSearchParams(location.search)) : document.querySelector("script[data-wasm]").dataset;
const say = (text) => {
  const place = worker ? null : document.querySelector(".placeholder-text");
  if (place) place.textContent = text;
};
try {
  const { default: init } = await import(new URL(js, base).href);
  await init({ module_or_path: new URL(wasm, base) });
} catch (error) {
  say("The lab could not be started: " + (error && error.message ? error.message : error) + ". Load the page again; if it stays so, try a newer browser.");
  throw error;
}
