#include "identity/internal/devices.h"

#include <algorithm>

namespace gatehouse::identity::internal {
namespace {

constexpr std::string_view kPrefix = "ghd_";
constexpr std::size_t kMostNotes = 4;
constexpr std::size_t kSignatureSize = 16;
constexpr std::size_t kNoteSize = 16 + 8 + 4 + kSignatureSize;
constexpr std::chrono::days kLife{180};

}  // namespace

struct Devices::Note {
  Throttle::Source person;             // blind index of the address of mail
  std::array<std::uint8_t, 8> device;  // random
  std::array<std::uint8_t, 4> day;     // since 1970, when it was written
  Bytes signature;

  Bytes signed_part() const {
    Bytes out{person.begin(), person.end()};
    out.insert(out.end(), device.begin(), device.end());
    out.insert(out.end(), day.begin(), day.end());
    return out;
  }
  Instant written_at() const {
    int days = 0;
    for (const std::uint8_t octet : day) days = days << 8 | octet;
    return Instant{std::chrono::days{days}};
  }
};

Devices::Devices(const Ground& ground)
    : ground_{ground}, key_{ground.keys.derive(vault::Purpose::token_signing, "known device")} {}

Throttle::Source Devices::person_of(const EmailAddress& email) const {
  return ground_.keys.blind_index("device.email", email.folded());
}

Bytes Devices::signature_of(const Note& note) const {
  const crypto::Digest whole = crypto::hmac_sha256(key_, note.signed_part());
  return {whole.begin(), whole.begin() + kSignatureSize};
}

bool Devices::is_ours(const Note& note) const {
  const Instant now = ground_.clock.now();
  const bool in_time = note.written_at() <= now && now < note.written_at() + kLife;
  return same_bytes(note.signature, signature_of(note)) && in_time;
}

std::vector<Devices::Note> Devices::notes_in(std::string_view cookie) const {
  std::vector<Note> notes;
  if (!cookie.starts_with(kPrefix)) return notes;
  const auto octets = from_base64url(cookie.substr(kPrefix.size()));
  if (!octets || octets->size() > kMostNotes * kNoteSize) return notes;
  for (BytesView rest{*octets}; rest.size() >= kNoteSize; rest = rest.subspan(kNoteSize)) {
    Note note{};
    std::ranges::copy(rest.first(16), note.person.begin());
    std::ranges::copy(rest.subspan(16, 8), note.device.begin());
    std::ranges::copy(rest.subspan(24, 4), note.day.begin());
    const BytesView signature = rest.subspan(28, kSignatureSize);
    note.signature = {signature.begin(), signature.end()};
    if (is_ours(note)) notes.push_back(std::move(note));
  }
  return notes;
}

Devices::Note Devices::note_for(const Throttle::Source& person) const {
  Note note{person, ground_.random.bytes<8>(), {}, {}};
  const auto today = std::chrono::floor<std::chrono::days>(ground_.clock.now());
  auto days = static_cast<std::uint32_t>(today.time_since_epoch().count());
  for (auto octet = note.day.rbegin(); octet != note.day.rend(); ++octet, days >>= 8)
    *octet = static_cast<std::uint8_t>(days);
  note.signature = signature_of(note);
  return note;
}

std::optional<Throttle::Source> Devices::known(std::string_view cookie,
                                               const EmailAddress& email) const {
  const Throttle::Source person = person_of(email);
  for (const Note& note : notes_in(cookie))
    if (note.person == person) return ground_.keys.blind_index("login.device", hex(note.device));
  return std::nullopt;
}

Secret Devices::remember(std::string_view cookie, const EmailAddress& email) const {
  const Throttle::Source person = person_of(email);
  std::vector<Note> notes = notes_in(cookie);
  std::erase_if(notes, [&](const Note& note) { return note.person == person; });
  notes.insert(notes.begin(), note_for(person));
  if (notes.size() > kMostNotes) notes.resize(kMostNotes);
  Bytes octets;
  for (const Note& note : notes) {
    const Bytes text = note.signed_part();
    octets.insert(octets.end(), text.begin(), text.end());
    octets.insert(octets.end(), note.signature.begin(), note.signature.end());
  }
  return Secret::of_text(std::string{kPrefix} + base64url(octets));
}

}  // namespace gatehouse::identity::internal
