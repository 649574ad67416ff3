// What the page says, in the reader's language: which language it is, what is said before the program is there, and the table of texts that the program
// asks for when it starts. `cargo xtask words` says where the texts come from; `cargo xtask build` writes the names of the tables into the page.
const languages = JSON.parse(document.querySelector("script[data-words]")?.dataset.words ?? "{}");
const KEY = "recraft-language";

const remembered = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // The browser forbids it, as in a frame without an origin.
    return null;
  }
};
// The language itself, or else the one that it is a kind of: es-MX is served with es.
const served = (asked) => {
  for (let name = asked ?? ""; name !== ""; name = name.slice(0, Math.max(name.lastIndexOf("-"), 0))) {
    if (languages[name]) return name;
  }
  return undefined;
};
const asked = [new URLSearchParams(location.search).get("lang"), remembered(), ...(navigator.languages ?? [])];
const language = asked.map(served).find((name) => name !== undefined) ?? "en";
const { file, lessons, say, dir } = languages[language] ?? {};
document.documentElement.lang = language;
document.documentElement.dir = dir ?? "ltr";

// A text with its arguments.
export const t = (text, values = {}) =>
  (say?.[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

const text = async () => {
  const response = await fetch(new URL(file, document.baseURI));
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.text();
};
let loading;
// Loads the table, and puts it where the program looks for it.
export const words = () => {
  loading ??= text().then((table) => {
    const offered = Object.entries(languages).filter(([, { name }]) => name);
    globalThis.recraftWords = { table, lessons: lessons ?? "", languages: offered.map(([name, entry]) => `${name} ${entry.name}`) };
  });
  return loading;
};
