import { pruneCss } from './css-pruner';

const uses =
  (...names: string[]) =>
  (name: string) =>
    names.includes(name);

describe('pruneCss', () => {
  it('keeps rules without classes, and of the others those whose classes are all used', () => {
    const css = 'body{margin:0}.card{color:red}.card .gone{x:y}.btn:hover,.gone>a,.card[a="b,c"]{d:e}';
    expect(pruneCss(css, uses('card', 'btn'))).toBe('body{margin:0}.card{color:red}.btn:hover,.card[a="b,c"]{d:e}');
  });

  it('looks into @media, drops it when nothing is left, and leaves @font-face and @keyframes alone', () => {
    const css =
      '@charset "UTF-8";@media print{.gone{a:b}}@media (min-width:1px){.card{a:b}.gone{c:d}}@keyframes x{50%{a:b}}@font-face{src:url(a)}';
    expect(pruneCss(css, uses('card'))).toBe(
      '@charset "UTF-8";@media (min-width:1px){.card{a:b}}@keyframes x{50%{a:b}}@font-face{src:url(a)}',
    );
  });

  it('is not misled by braces in strings or by comments', () => {
    const css = '/*! a { } */.card{background:url("data:{}.gone;")}/* } */.gone{a:b}p{a:b}';
    expect(pruneCss(css, uses('card'))).toBe('.card{background:url("data:{}.gone;")}p{a:b}');
  });

  it('keeps what only must not carry a class, and splits lists outside of parentheses only', () => {
    expect(pruneCss('.card:not(.gone):is(.card,.gone){a:b}.card:not(.x){c:d}', uses('card'))).toBe(
      '.card:not(.x){c:d}',
    );
  });
});
