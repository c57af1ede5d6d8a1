/** Questions to ask with one press. */
export const Examples = ({ label, questions, onAsk }: { label: string; questions: readonly string[]; onAsk: (question: string) => void }) => (
  <ul class="examples" aria-label={label}>
    {questions.map((question) => (
      <li key={question}>
        <button type="button" onClick={() => onAsk(question)} dir="auto">
          {question}
        </button>
      </li>
    ))}
  </ul>
)
