import { isPlaceholder } from './placeholder.ts'
import { matching } from './matching.ts'

/** The password in `scheme://user:password@host`. */
export const connectionString = matching(
  'connection_string',
  /\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s:@/"'<>]{0,128}:(?<value>[^\s@/"'<>]{3,256})@[\w.[-]/iu,
  (value) => !isPlaceholder(value),
)
