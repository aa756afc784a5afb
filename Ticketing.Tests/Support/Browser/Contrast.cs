using Microsoft.Playwright;

namespace Ticketing.Tests.Support.Browser;

/// <summary>Whether a page's words can be read: WCAG 2.2, 1.4.3 (AA).</summary>
static class Contrast
{
    /// <summary>What cannot be, with its ratio. Words over pictures and of what is switched off are not looked at.</summary>
    public static Task<string[]> UnreadableAsync(this IPage page) => page.EvaluateAsync<string[]>(
        """
        () => {
          const parts = colour => {
            const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
            return { red, green, blue, alpha };
          };
          const linear = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
          const luminance = ({ red, green, blue }) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
          const backgroundOf = element => {
            for (let at = element; at; at = at.parentElement) {
              const style = getComputedStyle(at);
              if (style.backgroundImage !== "none") return null;
              if (parts(style.backgroundColor).alpha === 1) return parts(style.backgroundColor);
            }
            return { red: 255, green: 255, blue: 255 };
          };
          const unreadable = [];
          for (const element of document.body.querySelectorAll("*")) {
            const words = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data.trim()).join(" ").trim();
            if (!words || element.closest("svg, noscript, [hidden], :disabled, [aria-disabled='true'], .visually-hidden, option") || !element.checkVisibility()) continue;
            const style = getComputedStyle(element);
            const ink = parts(style.color);
            const paper = backgroundOf(element);
            if (!paper || ink.alpha < 1) continue;
            const [light, dark] = [luminance(ink), luminance(paper)].sort((one, other) => other - one);
            const ratio = (light + 0.05) / (dark + 0.05);
            const size = parseFloat(style.fontSize);
            const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
            if (ratio < (isLarge ? 3 : 4.5)) unreadable.push(`${ratio.toFixed(2)} "${words.slice(0, 40)}" ${style.color} on ${JSON.stringify(paper)}`);
          }
          return unreadable;
        }
        """);
}
