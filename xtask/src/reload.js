// Loads the page again after each build. Only `cargo xtask serve --watch` adds this to a page.
let known;
async function look() {
  try {
    const build = await (await fetch("./reload-count", { cache: "no-store" })).text();
    known ??= build;
    if (build !== known) location.reload();
  } catch {
    // The server is away, or the page is closing: look again later.
  }
  setTimeout(look, 400);
}
look();
