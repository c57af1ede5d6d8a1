/** Before the first question. */
export const CustomerWelcome = () => (
  <div class="welcome">
    <h1>How can we help?</h1>
    <p>Ask about what is yours, or about how things are done. Each answer shows the record or the words that it rests on; where there are none, it says so.</p>
  </div>
)
