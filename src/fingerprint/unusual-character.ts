/**
 * Blanks other than space, tab and line end, control characters, and the character that replaces invalid UTF-8. Go and
 * JavaScript do not treat them alike.
 */
export const UNUSUAL_CHARACTER =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u1680\u180e\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffd]/
