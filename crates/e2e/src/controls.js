// Which controls there are in the page, and which of them have been used. `report` is given, or null.
(report) => {
    const CONTROLS =
        "button, input, select, textarea, summary, a[href], [role=tab], [role=slider], [role=separator], [tabindex='0']:not([role=region], [role=tabpanel], ol)";

    // Keys as the sheet of keys calls them. One name stands for the nine digits there, and one for the letters of answers.
    const KEY_NAMES = { " ": "Space", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", "-": "−", PageUp: "Page Up" };
    const keyNames = ({ key, ctrlKey, shiftKey }) => {
        const name = KEY_NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
        if (ctrlKey) return [`Ctrl ${shiftKey ? "⇧ " : ""}${name}`];
        return [name, ...(/^[1-9]$/.test(name) ? ["1 – 9"] : []), ...(/^[A-C]$/.test(name) ? ["A – C"] : [])];
    };

    // Two nodes' buttons are one control, and so are two stories or two lessons in their lists.
    const alike = (id) => id.replace(/^(lesson-\d|story-).*/, "$1").replace(/\d+/g, "0");
    const nameOf = (element) => {
        if (element.id) return `#${alike(element.id)}`;
        if (element.matches(".link") && /^[nc]\d+$/.test(element.textContent)) return "the name of a node or a cluster, as a link";
        const data = element.getAttributeNames().filter((name) => name.startsWith("data-")).sort();
        const own = element.tagName.toLowerCase() + (element.classList[0] ? `.${element.classList[0]}` : "") + data.map((name) => `[${name}]`).join("");
        const home = element.parentElement?.closest("[id]:not(#app):not(#panel), [class]");
        return home ? `${own} in ${home.id ? `#${alike(home.id)}` : `.${home.classList[0]}`}` : own;
    };

    if (report) {
        const used = new Set();
        const note = (name) => {
            if (document.querySelector("#app") && !used.has(name)) {
                used.add(name);
                report(name);
            }
        };
        const noteControl = (event) => {
            const control = event.target instanceof Element && event.target.closest(CONTROLS);
            if (control) note(nameOf(control));
        };
        for (const kind of ["click", "change", "input", "pointerup"]) addEventListener(kind, noteControl, true);
        addEventListener("keydown", (event) => {
            noteControl(event);
            for (const name of keyNames(event)) note(`key ${name}`);
        }, true);
        return [];
    }
    const shown = [...document.querySelectorAll(CONTROLS)].filter((element) => !element.disabled && element.checkVisibility({ visibilityProperty: true }));
    const kbds = [...document.querySelectorAll(".keys kbd")].map((element) => element.textContent);
    const keys = kbds.flatMap((text) => (text.startsWith("←") ? text.split(" ") : [text])).map((name) => `key ${name}`);
    return [...new Set([...shown.map(nameOf), ...keys])];
}
