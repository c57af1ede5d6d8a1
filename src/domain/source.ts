import type { Metadata, NewChunk } from './document.ts'

/** 50 MiB holds a manual of 10,000 printed pages; more is an export or a log, which are not read as documents. */
export const maxFileBytes = 50 * 1024 * 1024

/** Where files come from: a folder, or one file. Nothing is read until `read` is called. */
export interface SourceFolder {
  /** The real path of what is walked; kept with each document, so that a sync removes only what it walked. */
  readonly root: string
  /**
   * Every readable file of a kind we know, and links where they lead to a file not listed otherwise; what could not be reached is told as a problem and the walk goes on.
   * Fails with `not_found` when the root itself is gone; stops with `signal.reason`.
   */
  list(signal?: AbortSignal): AsyncIterable<SourceItem>
  /** The bytes of a file inside the root. Fails with `not_found` when it has gone meanwhile, `too_large`, or `invalid` when it must not be read. */
  read(path: string, signal?: AbortSignal): Promise<Uint8Array>
  /** The stamp of any file inside the root, listed or not, for pages that include others; null when there is none to read. */
  stampOf(path: string): Promise<string | null>
}

export type SourceItem = SourceFile | SourceProblem | SourceSkip

export interface SourceFile {
  readonly type: 'file'
  /** POSIX path relative to the root; the file's name when the root is a file. */
  readonly path: string
  readonly size: number
  /** Changes when the file does: size and modification time. */
  readonly stamp: string
}

export interface SourceProblem {
  readonly type: 'problem'
  readonly path: string
  readonly reason: string
  /** True when documents may lie below that could not be seen: they are not taken for removed. */
  readonly hides: boolean
}

/** A file of a kind that is not read: pictures, archives, code. */
export interface SourceSkip {
  readonly type: 'skipped'
  readonly path: string
}

/** What is known of a file before it is read. */
export interface ParseHints {
  readonly source: string
  readonly mediaType?: string | undefined
  /** Wins over what the text says of itself. */
  readonly title?: string | undefined
  readonly metadata?: Metadata | undefined
  readonly language?: string | undefined
  /** The version that is stored: the same text again is given back without chunks. */
  readonly knownVersion?: string | undefined
}

export interface ParsedFile {
  readonly title: string
  readonly text: string
  /** SHA-256 of the text. */
  readonly version: string
  readonly mediaType: string
  readonly language: string
  readonly metadata: Metadata
  readonly pageStarts: readonly number[]
  /** Null when the text has the known version. */
  readonly chunks: readonly NewChunk[] | null
  /** What the reader should know of how it was read, e.g. its encoding. */
  readonly notes: readonly string[]
}

/** Bytes → text and chunks, away from the HTTP thread. */
export interface DocumentParser {
  /** Fingerprint of parser, chunker and settings: chunks made by another one are made again. */
  readonly pipeline: string
  /** Takes the bytes over. Fails with `invalid` or `too_large` and a sentence for the person; stops with `signal.reason`. */
  parse(bytes: Uint8Array, hints: ParseHints, signal?: AbortSignal): Promise<ParsedFile>
  close(): Promise<void>
}

export interface SyncRequest {
  readonly collection: string
  readonly folder: SourceFolder
  /** Put before every path, with a slash; empty for a single root. */
  readonly prefix: string
}

export interface SyncProgress {
  readonly done: number
  /** Null while the folder is still being listed. */
  readonly total: number | null
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly removed: number
  readonly failed: readonly SyncFailure[]
  /** Files of kinds that are not read, by extension. */
  readonly skipped: Readonly<Record<string, number>>
  readonly notes: readonly SyncFailure[]
  /** The page that was asked for last, while a site is read. */
  readonly current?: string | null
}

export interface SyncFailure {
  readonly source: string
  readonly reason: string
}
