// Adopted by the closed shadow root, so neither the page's style rules nor its content policy
// reach the button. `px` throughout: the page's root font size is none of ours.
export const styles = [
  ":host{all:initial;position:fixed;bottom:20px;inset-inline-end:20px;z-index:2147483000}",
  "button{all:unset;position:relative;width:26px;height:26px;padding:15px;border-radius:50%;",
  "background:#086f6d;color:#fff;cursor:pointer;box-shadow:0 4px 16px #0005}",
  "button:hover{background:#095a59}",
  "button:focus-visible{outline:3px solid;outline-offset:-6px}",
  "svg{display:block;fill:currentColor}",
  "span{position:absolute;top:-3px;inset-inline-end:-3px;min-width:10px;padding:0 5px;",
  "border-radius:10px;background:#a04038;font:600 12px/20px system-ui;text-align:center}",
  "span:empty{display:none}",
  "iframe{position:fixed;bottom:88px;inset-inline-end:20px;width:384px;",
  "height:min(640px,100vh - 108px);border:0;border-radius:16px;box-shadow:0 9px 40px #0005;",
  "transition:.2s}",
  ":host(:not([open])) iframe{visibility:hidden;opacity:0;translate:0 12px}",
  "@media(max-width:480px){iframe{inset:0;width:100%;height:100%;border-radius:0}",
  ":host([open]) button{visibility:hidden}}",
  "@media(prefers-reduced-motion){iframe{transition:none}}",
].join("");
