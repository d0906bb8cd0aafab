// @ts-check
// What of the page is shown.

/**
 * Whether a `data-show` holds: alternatives between `|`, all of the names between `+`, each a
 * flag, or a screen after `@`, or either denied by `!`. (`room_view::page::shows` reads the same.)
 * @param {string} expression
 * @param {string} screen
 * @param {Set<string>} flags
 */
export function shows(expression, screen, flags) {
  /** @param {string} name */
  const holds = (name) => {
    const denied = name.startsWith('!');
    const bare = denied ? name.slice(1) : name;
    const is = bare.startsWith('@') ? bare.slice(1) === screen : flags.has(bare);
    return is !== denied;
  };
  return expression.split('|').some((every) => every.split('+').every(holds));
}
