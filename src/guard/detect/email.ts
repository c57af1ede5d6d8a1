import { matching } from './matching.ts'

/** Addresses as people write them; those of RFC 2606 (example.com) are nobody's. */
export const email = matching(
  'email',
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_%+-]{1,64}(?:\.[\p{L}\p{N}_%+-]{1,64}){0,8}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/u,
  (value) => !/[@.](?:example\.(?:com|net|org)|example|invalid|localhost|test)$/i.test(value),
)
