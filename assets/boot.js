// Loads the application. Trunk writes the script tag and puts the hashed file names on it (see pattern_script in
// Trunk.toml), so that the page needs no inline script and can forbid it.
const tag = document.querySelector("script[data-wasm]");
const say = (text) => {
  const place = document.querySelector(".placeholder-text");
  if (place) place.textContent = text;
};
try {
  const { default: init } = await import(new URL(tag.dataset.js, document.baseURI).href);
  await init({ module_or_path: new URL(tag.dataset.wasm, document.baseURI) });
} catch (error) {
  say("The lab could not be started: " + (error && error.message ? error.message : error) + ". Load the page again; if it stays so, try a newer browser.");
  throw error;
}
