/** Source files as they are met: broken, mixed, old, odd. Each with the symbols that a reader would look for in it. */
export interface AwkwardCode {
  readonly name: string
  readonly code: string | Uint8Array
  /** Heading paths that its chunks must have, among others. */
  readonly symbols: readonly string[]
}

const bytes = (code: string, encoding: BufferEncoding): Uint8Array => Buffer.from(code, encoding)
const lines = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join('\n')
const filler = (mark: string, indent = '  '): string =>
  lines(12, (index) => `${indent}${mark}value_${index} = compute_something(${index}, "a long enough argument")`)

export const awkwardCode: readonly AwkwardCode[] = [
  {
    name: 'broken.ts',
    code: `export function first( {\n${filler('const ')}\n\nexport class Ledger {\n  reserve(key: string) {\n${filler('this.', '    ')}\n  }\n}\n`,
    symbols: [],
  },
  {
    name: 'mixed-tabs.py',
    code: `class Ledger:\n\tdef reserve(self, key):\n${filler('self.', '\t\t')}\n\n\tdef release(self):\n${filler('self.', '\t\t')}\n`,
    symbols: ['class Ledger › function reserve', 'class Ledger › function release'],
  },
  {
    name: 'windows-lines.cs',
    code: `using System;\r\n\r\nnamespace Budgets\r\n{\r\n    /// <summary>Keeps budgets.</summary>\r\n    public class Ledger\r\n    {\r\n        public void Reserve(string key)\r\n        {\r\n${filler('var ', '            ').replaceAll('\n', ';\r\n')};\r\n        }\r\n    }\r\n}\r\n`,
    symbols: ['namespace Budgets › class Ledger › method Reserve'],
  },
  { name: 'marked.js', code: bytes(`\uFEFFfunction reserve() {\n${filler('const ')}\n}\n`, 'utf8'), symbols: ['function reserve'] },
  {
    name: 'wide.java',
    code: bytes(
      `\uFEFFpublic class Ledger {\n  /** Keeps it. */\n  public void reserve() {\n${filler('int ', '    ').replaceAll('\n', ';\n')};\n  }\n}\n`,
      'utf16le',
    ),
    symbols: ['class Ledger › method reserve'],
  },
  {
    name: 'latin.py',
    code: bytes(`# Prüft die Beträge für das Büro, schön und gründlich.\ndef prüfe():\n${filler('x_')}\n`, 'latin1'),
    symbols: ['function prüfe'],
  },
  {
    name: 'very-long.go',
    code: `package main\n\nfunc Reserve() {\n${lines(10_000, (index) => `\tstep(${index})`)}\n}\n\nfunc (l *Ledger) Release() {\n${filler('_ = ', '\t')}\n}\n`,
    symbols: ['function Reserve', 'method Ledger.Release'],
  },
  {
    name: 'names.ts',
    code: `export const größe = (π: number, 数: number) => {\n${filler('const ')}\n}\n\nexport function 😀() {}\n`,
    symbols: ['function größe'],
  },
  {
    name: 'nested.java',
    code: `class A {\n  class B {\n    class C {\n      void deep() {\n${filler('int ', '        ').replaceAll('\n', ';\n')};\n      }\n    }\n  }\n}\n`,
    symbols: ['class A › class B › class C › method deep'],
  },
  {
    name: 'decorated.py',
    code: `import functools\n\n# Tries again.\n@retry(times=3)\n@functools.cache\ndef fetch(url):\n    """Fetches a page."""\n${filler('x_', '    ')}\n`,
    symbols: ['function fetch'],
  },
  {
    name: 'templates.hpp',
    code: `#ifndef LEDGER_H\n#define LEDGER_H\n#include <map>\n\nnamespace budgets {\n\n/** Keeps T. */\ntemplate <typename T, typename = std::enable_if_t<true>>\nclass Ledger {\n public:\n  // Reserves.\n  template <class K> bool reserve(const K& key) {\n${filler('auto ', '    ').replaceAll('\n', ';\n')};\n  }\n};\n\n}  // namespace budgets\n#endif\n`,
    symbols: ['namespace budgets › class Ledger › function reserve'],
  },
  {
    name: 'macros.c',
    code: `#define MIN(a, b) ((a) < (b) ? (a) : (b))\n\nstatic int *\nreserve_budget(struct ledger *l, const char *key)\n{\n${filler('int ', '\t').replaceAll('\n', ';\n')};\n}\n\nEXPORT_SYMBOL(reserve_budget);\n`,
    symbols: ['function reserve_budget'],
  },
  {
    name: 'heredoc.sh',
    code: `#!/usr/bin/env bash\nset -euo pipefail\n\n# Prints help.\nusage() {\n  cat <<'EOF'\nfunction not_one() { }\n${filler('')}\nEOF\n}\n\nusage "$@"\n`,
    symbols: ['function usage'],
  },
  {
    name: 'page.tsx',
    code: `import { h } from 'preact'\n\nexport const Budget = ({ value }: { value: number }) => {\n${filler('const ')}\n  return <section>{value > 0 ? <b>{value}</b> : <i>none</i>}</section>\n}\n`,
    symbols: ['function Budget'],
  },
  {
    name: 'traits.rs',
    code: `//! Budgets of keys.\n\nuse std::fmt;\n\n/// Keeps.\n#[derive(Debug)]\npub struct Ledger<'a> { name: &'a str }\n\nimpl<'a> fmt::Display for Ledger<'a> {\n    /// Shows.\n    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n${filler('let ', '        ').replaceAll('\n', ';\n')};\n    }\n}\n`,
    symbols: ["impl fmt::Display for Ledger<'a> › function fmt"],
  },
  {
    name: 'modules.rb',
    code: `module Budgets\n  class Ledger < Base\n    attr_reader :key\n\n    # Reserves.\n    def reserve!(key)\n${filler('', '      ')}\n    end\n  end\nend\n`,
    symbols: ['module Budgets › class Ledger › method reserve!'],
  },
  {
    name: 'mixed.php',
    code: `<html><body>\n<?php\nnamespace App;\n\nclass Ledger {\n    /** Reserves. */\n    public function reserve(string $key): void {\n${filler('$', '        ').replaceAll('\n', ';\n')};\n    }\n}\n?>\n</body></html>\n`,
    symbols: ['class Ledger › method reserve'],
  },
  { name: 'comments-only.ts', code: `/* Nothing here yet: the budget of a key will be kept in this file. */\n// TODO\n`, symbols: [] },
  { name: 'shebang-only.py', code: '#!/usr/bin/env python3\n', symbols: [] },
  {
    name: 'licensed.go',
    code: `// Copyright 2026 The Authors. All rights reserved.\n// Licensed under the Apache License.\n\n// Package ledger keeps budgets.\npackage ledger\n\nfunc Reserve() {\n${filler('_ = ', '\t')}\n}\n`,
    symbols: ['function Reserve'],
  },
  {
    name: 'table.sql',
    code: `-- Budgets.\ncreate table budget (\n${lines(12, (index) => `  column_${index} text not null default 'something long enough',`)}\n  primary key (column_0)\n);\n\ncreate index on budget (column_1);\n`,
    symbols: ['create table budget'],
  },
  {
    name: 'main.tf',
    code: `resource "aws_s3_bucket" "logs" {\n${filler('')}\n}\n\nvariable "region" {\n${filler('')}\n}\n`,
    symbols: ['resource "aws_s3_bucket" "logs"', 'variable "region"'],
  },
  {
    name: 'Makefile',
    code: `.PHONY: test\n\ntest: build\n${lines(12, (index) => `\tnode --test part-${index}.ts --with-a-long-option=value`)}\n`,
    symbols: ['test'],
  },
  {
    name: 'App.kt',
    code: `package app\n\ndata class Budget(val key: String)\n\nsuspend fun reserve(key: String): Boolean {\n${filler('val ', '    ')}\n}\n`,
    symbols: ['suspend fun reserve'],
  },
]
