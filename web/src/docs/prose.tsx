/** A description from the API, where backticks mean code. */
export const Prose = ({ text }: { text: string }) => <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>
