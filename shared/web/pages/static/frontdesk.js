// The keyboard does everything (console.md §1): / search, n new, g + letter, j k, Enter, a, ?. Drafts survive a reload.
(() => {
  const one = (selector) => document.querySelector(selector)
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null
  const rows = () => [...document.querySelectorAll("[data-row]")]
  let going = 0

  const move = (step) => {
    const all = rows()
    if (!all.length) return
    const now = all.findIndex((row) => row.classList.contains("here"))
    const next = all[Math.max(0, Math.min(all.length - 1, now < 0 ? 0 : now + step))]
    all.forEach((row) => row.classList.toggle("here", row === next))
    next.querySelector("a")?.focus({ preventScroll: true })
    next.scrollIntoView({ block: "nearest" })
  }
  const press = (selector) => {
    const found = one(selector)
    if (found) found.matches("input, textarea, select") ? found.focus() : found.click()
    return Boolean(found)
  }
  const help = () => one("#keys")?.showModal()
  const open = () => Boolean(one("[data-row].here a") && !document.activeElement.closest("a, button") && (press("[data-row].here a"), true))
  const keys = {
    "/": () => press("#search"),
    "?": () => (help(), true),
    n: () => press("[data-key=n]"),
    a: () => press("[data-main-action]"),
    j: () => (move(1), true),
    k: () => (move(-1), true),
    g: () => ((going = Date.now()), true),
    Enter: open,
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => (menu.open = false))
    if (event.ctrlKey && event.key === "Enter" && !event.isComposing) return event.target.closest("form[data-draft]")?.requestSubmit()
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || one("dialog[open]")) return
    const place = Date.now() - going < 1500 && one(`[data-go="${CSS.escape(event.key)}"]`)
    going = 0
    if (place) place.click()
    else if (!Object.hasOwn(keys, event.key) || !keys[event.key]()) return
    event.preventDefault()
  })
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) help()
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false
    })
    const row = event.target.closest("[data-row]")
    if (row && !event.target.closest("a, button, input, select, label") && !getSelection().toString()) row.querySelector("a")?.click()
  })

  // A form with data-draft="name" keeps what was typed until it is sent.
  const drafts = (form) => `draft:${location.pathname}:${form.dataset.draft}`
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]")
    if (!form || event.target.type === "password") return
    const kept = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"))
    sessionStorage.setItem(drafts(form), JSON.stringify(kept))
  })
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-draft]")) sessionStorage.removeItem(drafts(event.target))
    const question = event.target.dataset.ask
    if (question && !confirm(question)) event.preventDefault()
  })
  const restore = (form) => {
    const kept = JSON.parse(sessionStorage.getItem(drafts(form)) ?? "{}")
    for (const [name, value] of Object.entries(kept)) {
      const input = form.elements.namedItem(name)
      if (input?.type === "checkbox") input.checked = true
      else if (input && "value" in input && !input.value) input.value = value
    }
  }
  document.querySelectorAll("form[data-draft]").forEach(restore)

  // What a part of the page found out, [data-fills="name" data-value="…"], is put into that empty field of the form
  // in front of it; typed words stand, and what was put there goes when it no longer holds.
  const fill = () => {
    const form = one("form[data-draft]")
    if (!form || !one("#beside")) return
    const found = Object.fromEntries([...document.querySelectorAll("[data-fills]")].map((it) => [it.dataset.fills, it.dataset.value]))
    for (const input of form.elements) {
      if (!["name", "where"].includes(input.name) || input === document.activeElement) continue
      if (input.value && input.value !== input.dataset.filled) continue
      input.value = input.dataset.filled = found[input.name] ?? ""
    }
  }
  document.addEventListener("htmx:after:swap", fill)
})()
