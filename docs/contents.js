// The button of the table of contents, which `cargo xtask book` makes of mdBook's label: so that the keyboard reaches it, and screen readers know it.
document.querySelector("button#mdbook-sidebar-toggle")?.addEventListener("click", () => document.getElementById("mdbook-sidebar-toggle-anchor").click());
