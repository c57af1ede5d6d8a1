/** Pages as the generators of books lay them out: what surrounds the text is theirs in structure, and all of it is noise to a reader of the text. */

export interface BookPage {
  readonly title: string
  /** HTML of the text, its first heading included. */
  readonly html: string
  /** Every page of the book: address and name. */
  readonly contents: readonly (readonly [string, string])[]
  /** Address of this page. */
  readonly address: string
}

export type Theme = (page: BookPage) => string

const items = ({ contents }: BookPage): string => contents.map(([href, name]) => `<li><a href="${href}">${name}</a></li>`).join('')

/** Headings with a link to themselves, as `mark` writes it. */
const anchored = (html: string, mark: (id: string, inner: string) => string): string =>
  html.replace(/<(h[1-6])>(.*?)<\/\1>/gs, (_, tag: string, inner: string) => {
    const id = inner
      .replace(/<[^>]*>/g, '')
      .toLowerCase()
      .replace(/\W+/g, '-')
    return `<${tag} id="${id}">${mark(id, inner)}</${tag}>`
  })

export const mdBook: Theme = (
  page,
) => `<!DOCTYPE HTML><html lang="en" class="light sidebar-visible" dir="ltr"><head><meta charset="UTF-8"><title>${page.title} - The Book</title></head>
<body><div id="mdbook-help-container"><div id="mdbook-help-popup"><h2 class="mdbook-help-title">Keyboard shortcuts</h2><div><p>Press <kbd>←</kbd> or <kbd>→</kbd> to navigate between chapters</p></div></div></div>
<div id="body-container"><nav id="sidebar" class="sidebar" aria-label="Table of contents"><mdbook-sidebar-scrollbox class="sidebar-scrollbox"></mdbook-sidebar-scrollbox><noscript><iframe class="sidebar-iframe-outer" src="toc.html"></iframe></noscript></nav>
<div id="page-wrapper" class="page-wrapper"><div class="page"><div id="menu-bar" class="menu-bar sticky"><h1 class="menu-title">The Book</h1><div class="right-buttons"><a href="print.html" title="Print this book"><i id="print-button"></i></a></div></div>
<div id="content" class="content"><main>${anchored(page.html, (id, inner) => `<a class="header" href="#${id}">${inner}</a>`)}</main>
<nav class="nav-wrapper" aria-label="Page navigation"><a rel="prev" href="./" class="mobile-nav-chapters previous">Previous chapter</a></nav></div></div></div></div></body></html>`

export const docusaurus: Theme = (
  page,
) => `<!doctype html><html lang="en" dir="ltr" class="docs-wrapper plugin-docs"><head><meta charset="UTF-8"><title data-rh="true">${page.title} | The Book</title></head>
<body><div role="region" aria-label="Skip to main content"><a class="skipToContent_fXgn" href="#__docusaurus_skipToContent_fallback">Skip to main content</a></div>
<nav aria-label="Main" class="navbar navbar--fixed-top"><a class="navbar__brand" href="/">The Book</a></nav>
<div id="__docusaurus_skipToContent_fallback" class="main-wrapper"><div class="docsWrapper_hBAB"><button aria-label="Scroll back to top" type="button"></button>
<div class="docRoot_UBD9"><aside class="theme-doc-sidebar-container"><nav aria-label="Docs sidebar" class="menu thin-scrollbar"><ul class="theme-doc-sidebar-menu menu__list">${items(page)}</ul></nav></aside>
<main class="docMainContainer_TBSr"><div class="container"><div class="row"><div class="col docItemCol_VOVn"><div class="docItemContainer_Djhp"><article>
<nav class="theme-doc-breadcrumbs" aria-label="Breadcrumbs"><ul class="breadcrumbs"><li><span class="breadcrumbs__link">Guide</span></li></ul></nav><span class="theme-doc-version-badge badge badge--secondary">Version: 3.2</span>
<div class="tocCollapsible_ETCw theme-doc-toc-mobile"><button type="button">On this page</button></div>
<div class="theme-doc-markdown markdown">${anchored(page.html, (id, inner) => `${inner}<a href="#${id}" class="hash-link" aria-label="Direct link to ${inner}" title="Direct link to ${inner}">\u200B</a>`)}</div>
<footer class="theme-doc-footer docusaurus-mt-lg"><div class="row"><a href="https://github.com/x/edit" class="theme-edit-this-page">Edit this page</a><span class="theme-last-updated">Last updated on <b>Nov 1</b></span></div></footer></article>
<nav class="pagination-nav docusaurus-mt-lg" aria-label="Docs pages"><a class="pagination-nav__link" href="./"><div class="pagination-nav__sublabel">Previous</div></a></nav></div></div>
<div class="col col--3"><div class="tableOfContents_bqdL thin-scrollbar theme-doc-toc-desktop"><ul class="table-of-contents table-of-contents__left-border"><li><a href="#x" class="table-of-contents__link toc-highlight">On this page link</a></li></ul></div></div></div></div></main></div></div></div>
<footer class="theme-layout-footer footer footer--dark">Copyright The Book</footer></body></html>`

export const mkDocs: Theme = (page) => `<!doctype html><html lang="en" class="no-js"><head><meta charset="utf-8"><title>${page.title} - The Book</title></head>
<body dir="ltr"><input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer"><div data-md-component="skip"><a href="#x" class="md-skip">Skip to content</a></div>
<header class="md-header" data-md-component="header"><nav class="md-header__inner md-grid"><span class="md-ellipsis">The Book</span></nav></header>
<div class="md-container"><main class="md-main"><div class="md-main__inner md-grid">
<div class="md-sidebar md-sidebar--primary" data-md-component="sidebar"><div class="md-sidebar__scrollwrap"><nav class="md-nav md-nav--primary"><ul class="md-nav__list">${items(page)}</ul></nav></div></div>
<div class="md-sidebar md-sidebar--secondary"><nav class="md-nav md-nav--secondary" aria-label="Table of contents"><label class="md-nav__title">Table of contents</label></nav></div>
<div class="md-content" data-md-component="content"><article class="md-content__inner md-typeset"><a href="https://github.com/x/edit" title="Edit this page" class="md-content__button md-icon"><svg></svg></a>
${anchored(page.html, (id, inner) => `${inner}<a class="headerlink" href="#${id}" title="Permanent link">&para;</a>`)}
<aside class="md-source-file"><span class="md-source-file__fact">November 1, 2026</span></aside></article></div></div></main>
<footer class="md-footer"><div class="md-copyright">Made with Material</div></footer></div></body></html>`

export const sphinx: Theme = (
  page,
) => `<!DOCTYPE html><html class="writer-html5" lang="en"><head><meta charset="utf-8" /><title>${page.title} &mdash; The Book 1.0 documentation</title></head>
<body class="wy-body-for-nav"><div class="wy-grid-for-nav"><nav data-toggle="wy-nav-shift" class="wy-nav-side"><div class="wy-side-scroll"><div class="wy-menu wy-menu-vertical" data-spy="affix" role="navigation" aria-label="Navigation menu"><p class="caption" role="heading"><span class="caption-text">Contents:</span></p><ul>${items(page)}</ul></div></div></nav>
<section data-toggle="wy-nav-shift" class="wy-nav-content-wrap"><div class="wy-nav-content"><div class="rst-content">
<div role="navigation" aria-label="Page navigation"><ul class="wy-breadcrumbs"><li><a href="index.html" class="icon icon-home"></a></li><li class="breadcrumb-item active">${page.title}</li><li class="wy-breadcrumbs-aside"><a href="_sources/x.rst.txt">View page source</a></li></ul><hr/></div>
<div role="main" class="document" itemscope="itemscope"><div itemprop="articleBody"><section id="top">${anchored(page.html, (id, inner) => `${inner}<a class="headerlink" href="#${id}" title="Link to this heading">¶</a>`)}</section></div></div>
<footer><div class="rst-footer-buttons" role="navigation" aria-label="Footer"><a href="x.html" class="btn">Next</a></div><hr/><div role="contentinfo"><p>&#169; Copyright 2026.</p></div>Built with <a href="https://www.sphinx-doc.org/">Sphinx</a>.</footer></div></div></section></div></body></html>`

/** The default theme of Sphinx, as Python's own documentation has it: the menu comes after the text, and is no `nav`. */
export const classicSphinx: Theme = (page) => `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8" /><title>${page.title} &#8212; The Book</title></head>
<body><div class="related" role="navigation" aria-label="Related"><h3>Navigation</h3><ul><li class="right"><a href="genindex.html" title="General Index">index</a></li></ul></div>
<div class="document"><div class="documentwrapper"><div class="bodywrapper"><div class="body" role="main"><section id="top">${anchored(page.html, (id, inner) => `${inner}<a class="headerlink" href="#${id}" title="Permalink to this headline">¶</a>`)}</section><div class="clearer"></div></div></div></div>
<div class="sphinxsidebar" role="navigation" aria-label="Main"><div class="sphinxsidebarwrapper"><h3>Table of Contents</h3><ul>${items(page)}</ul><div role="note" aria-label="source link"><h3>This Page</h3><ul class="this-page-menu"><li><a href="_sources/x.txt">Show Source</a></li></ul></div><search id="searchbox" style="display: none" role="search"><h3>Quick search</h3></search></div></div><div class="clearer"></div></div>
<div class="footer" role="contentinfo">&#169; Copyright 2026.</div></body></html>`

export const gitBook: Theme = (
  page,
) => `<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><title>${page.title} | The Book</title></head><body class="bg-tint-base">
<header id="site-header" class="flex flex-col sticky top-0"><a class="font-semibold" href="/">The Book</a><button>Ask</button></header>
<div class="flex flex-col lg:flex-row"><aside data-testid="table-of-contents" class="sidebar"><ul>${items(page)}</ul></aside>
<div class="flex-1"><main class="relative min-w-0"><header class="max-w-3xl mx-auto mb-6"><nav aria-label="Breadcrumb"><ol><li><a href="/x">Guide</a></li></ol></nav></header>
<div class="grid *:relative">${anchored(page.html, (id, inner) => `<div class="hash"><a href="#${id}" aria-label="Direct link to heading"><svg></svg></a></div><div class="flex-1">${inner}</div>`)}</div>
<div class="flex flex-row mt-6"><a class="group" href="/next"><span>Next</span></a></div><div class="flex text-sm"><p>Last updated <time>2 months ago</time></p></div><div role="radiogroup"><span>Was this helpful?</span><button>yes</button></div></main></div>
<aside data-testid="page-outline"><ul><li>On this page</li></ul></aside></div></body></html>`

export const themes: Readonly<Record<string, Theme>> = { mdBook, docusaurus, mkDocs, sphinx, classicSphinx, gitBook }

/** Where mdBook has the contents for readers without scripts. */
export const mdBookContents = (page: BookPage): string =>
  `<!DOCTYPE HTML><html><head><title>Table of contents</title></head><body class="sidebar-iframe-inner"><ol class="chapter">${items(page)}</ol></body></html>`
