/** What of a syntax tree is a symbol: something that has a name, and that a reader would ask about by it. */

/** The part of tree-sitter's node that is used here. Offsets are UTF-16 code units. */
export interface SyntaxNode {
  readonly type: string
  readonly text: string
  readonly startIndex: number
  readonly endIndex: number
  readonly startPosition: { readonly row: number }
  readonly endPosition: { readonly row: number }
  readonly namedChildren: readonly (SyntaxNode | null)[]
  readonly hasError: boolean
  childForFieldName(name: string): SyntaxNode | null
}

export interface CodeSymbol {
  /** `class Ledger`, `function reserve`. */
  readonly title: string
  /** Null where there is none of its own: an alias, a field. */
  readonly body: SyntaxNode | null
  /** Holds other symbols, which get headings below its own. */
  readonly isContainer: boolean
}

const words = (list: string): ReadonlyMap<string, string> =>
  new Map(
    list
      .trim()
      .split(/\s+/)
      .map((pair) => pair.split(':') as [string, string]),
  )

/** Node types of all grammars in one table: their names do not contradict each other. */
const containers = words(`
  class_declaration:class abstract_class_declaration:class class_definition:class class:class class_specifier:class class_statement:class
  interface_declaration:interface annotation_type_declaration:interface trait_declaration:trait trait_item:trait impl_item:impl
  struct_declaration:struct struct_specifier:struct struct_item:struct record_declaration:record enum_declaration:enum enum_specifier:enum
  enum_item:enum union_item:union namespace_declaration:namespace namespace_definition:namespace internal_module:namespace
  module:module mod_item:module`)

const callables = words(`
  function_declaration:function generator_function_declaration:function function_definition:function function_item:function
  function_signature:function function_signature_item:function function_statement:function method_definition:method method_declaration:method
  method_signature:method abstract_method_signature:method method:method singleton_method:method class_method_definition:method
  constructor_declaration:constructor destructor_declaration:destructor operator_declaration:operator property_declaration:property
  macro_definition:macro type_alias_declaration:type type_declaration:type type_item:type delegate_declaration:delegate
  preproc_function_def:macro rule_set:rule media_statement:rule section:section`)

/** A symbol stands inside of them, with something said about it. */
const wrappers = new Set(['export_statement', 'decorated_definition', 'template_declaration', 'ambient_declaration', 'expression_statement', 'declaration'])

export const symbolOf = (node: SyntaxNode): CodeSymbol | null => {
  const container = containers.get(node.type)
  // `struct point p;` names a type, and holds nothing.
  if (container) return node.namedChildren.length > 1 ? { title: titled(container, containerName(node)), body: bodyOf(node), isContainer: true } : null
  const callable = callables.get(node.type)
  if (callable) return { title: titled(callable, callableName(node)), body: bodyOf(node), isContainer: false }
  if (/^(?:lexical|variable)_declaration$|^public_field_definition$|^const_item$|^static_item$/.test(node.type)) return valueSymbol(node)
  if (!wrappers.has(node.type)) return null
  for (const child of children(node)) {
    const inner = symbolOf(child) ?? assigned(child) ?? calledBlock(child)
    if (inner) return inner
  }
  return null
}

export const children = (node: SyntaxNode): SyntaxNode[] => node.namedChildren.filter((child) => child !== null)

const titled = (word: string, name: string): string => `${word} ${name}`.replace(/\s+/g, ' ').trim()

const bodyOf = (node: SyntaxNode): SyntaxNode | null =>
  node.childForFieldName('body') ??
  children(node).find(({ type }) => /(?:^|_)(?:body|block|declaration_list|field_declaration_list|enumerator_list|compound_statement)$/.test(type)) ??
  null

const containerName = (node: SyntaxNode): string => {
  if (node.type !== 'impl_item') return (node.childForFieldName('name') ?? firstIdentifier(node))?.text ?? ''
  const trait = node.childForFieldName('trait')?.text
  const type = node.childForFieldName('type')?.text ?? ''
  return trait ? `${trait} for ${type}` : type
}

const callableName = (node: SyntaxNode): string => {
  if (node.type === 'rule_set' || node.type === 'media_statement') return node.text.slice(0, 200).split('{')[0]!.trim()
  if (node.type === 'type_declaration') return children(node)[0]?.childForFieldName('name')?.text ?? ''
  const name = (node.childForFieldName('name') ?? declared(node) ?? firstIdentifier(node))?.text.slice(0, 200) ?? ''
  const receiver = /([\w.]+)(?:\[[^\]]*\])?\s*\)$/.exec(node.childForFieldName('receiver')?.text ?? '')?.[1]
  return receiver ? `${receiver}.${name}` : name
}

/** C and C++ wrap the name in what makes it a pointer, a reference, a function. */
const declared = (node: SyntaxNode): SyntaxNode | null => {
  let inner = node.childForFieldName('declarator')
  for (let next = inner; next; next = next.childForFieldName('declarator')) inner = next
  return inner
}

const firstIdentifier = (node: SyntaxNode): SyntaxNode | undefined => children(node).find(({ type }) => /(?:identifier|_name|name|constant|word)$/.test(type))

// What fits on two lines is read with its neighbours.
const fewLines = 2
const isLong = ({ startPosition, endPosition }: SyntaxNode): boolean => endPosition.row - startPosition.row >= fewLines

/** `const retry = async () => { … }`, and tables of values that are longer than a glance. */
const valueSymbol = (node: SyntaxNode): CodeSymbol | null => {
  const declarator = children(node).find((child) => child.type === 'variable_declarator') ?? node
  const value = declarator.childForFieldName('value')
  const name = (declarator.childForFieldName('name') ?? declarator.childForFieldName('property') ?? firstIdentifier(declarator))?.text.slice(0, 120)
  if (!name || !value) return null
  if (isFunction(value)) return { title: titled('function', name), body: value.childForFieldName('body'), isContainer: false }
  if (value.type === 'class') return { title: titled('class', name), body: value.childForFieldName('body'), isContainer: true }
  return isLong(node) ? { title: titled('const', name), body: null, isContainer: false } : null
}

const isFunction = ({ type }: SyntaxNode): boolean => /^(?:arrow_function|function_expression|generator_function|lambda)$/.test(type)

/** `Ledger.prototype.reserve = function () { … }`, Python's long tables. */
const assigned = (node: SyntaxNode): CodeSymbol | null => {
  if (!/^assignment(?:_expression)?$/.test(node.type)) return null
  const left = node.childForFieldName('left')
  const right = node.childForFieldName('right')
  if (!left || !right || (!isFunction(right) && !isLong(node))) return null
  const isCallable = isFunction(right)
  return {
    title: titled(isCallable ? 'function' : 'const', left.text.slice(0, 120)),
    body: isCallable ? right.childForFieldName('body') : null,
    isContainer: false,
  }
}

/** `test('a budget is kept', () => { … })`: named by what it says. */
const calledBlock = (node: SyntaxNode): CodeSymbol | null => {
  if (node.type !== 'call_expression' || !isLong(node)) return null
  const callee = node.childForFieldName('function')
  const given = children(node.childForFieldName('arguments') ?? node)
  const block = given.find(isFunction)
  if (!callee || callee.text.length > 60 || !block || !/string/.test(given[0]?.type ?? '')) return null
  const body = block.childForFieldName('body')
  return { title: titled(callee.text, given[0]!.text.slice(0, 120)), body, isContainer: /^describe|^suite|^context/.test(callee.text) }
}
