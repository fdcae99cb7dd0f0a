/** For a form's onChange: a refusal of what was sent says nothing about what is written now. */
export function forgetError({ isError, reset }: { isError: boolean; reset: () => void }) {
  return () => {
    if (isError) reset();
  };
}
