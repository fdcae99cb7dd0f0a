// Browsers in which somebody has signed in: the lock of an account, which any stranger can bring
// about, does not keep its owner out there (control IDN-12).
//
// A cookie carries a signed note for each of the last four addresses of mail. It opens nothing; it
// only gives attempts from that browser a count of their own. Nothing is stored, and an unknown
// account is judged in the same way as a known one.
#pragma once

#include <optional>
#include <string_view>

#include "base/secret.h"
#include "identity/internal/throttle.h"

namespace gatehouse::identity::internal {

class Devices {
 public:
  explicit Devices(const Ground& ground);

  // What counts the attempts of a browser that this person has used.
  std::optional<Throttle::Source> known(std::string_view cookie, const EmailAddress& email) const;
  // The browser's next cookie, "ghd_…": with a note for this person, and those of others.
  Secret remember(std::string_view cookie, const EmailAddress& email) const;

 private:
  struct Note;
  std::vector<Note> notes_in(std::string_view cookie) const;
  bool is_ours(const Note& note) const;
  Bytes signature_of(const Note& note) const;
  Note note_for(const Throttle::Source& person) const;
  Throttle::Source person_of(const EmailAddress& email) const;

  const Ground& ground_;
  const Secret key_;
};

}  // namespace gatehouse::identity::internal
