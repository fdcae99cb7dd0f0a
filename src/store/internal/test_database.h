// What the tests of this folder share: a small schema and a way to run coroutines.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <optional>
#include <span>

#include "store/database.h"
#include "store/temporary_folder.h"

namespace gatehouse::store {

inline constexpr Migration kTestMigrations[] = {
    {"test", 1, "notes",
     "CREATE TABLE note (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;"
     "CREATE TABLE shadow (number INTEGER PRIMARY KEY) STRICT;"},
};
inline constexpr Statement kAddNote{"test.add_note",
                                    "INSERT INTO note (number, text) VALUES (?1, ?2)"};
inline constexpr Statement kAddShadow{"test.add_shadow", "INSERT INTO shadow (number) VALUES (?1)"};
inline constexpr Statement kNotes{"test.notes", "SELECT text FROM note ORDER BY number"};
inline constexpr Statement kNumbers{"test.numbers", "SELECT number FROM note ORDER BY number"};
inline constexpr Statement kCountNotes{"test.count_notes", "SELECT COUNT(*) FROM note"};
inline constexpr Statement kIntegrity{"test.integrity", "PRAGMA integrity_check"};

inline constexpr ErrorKind kRefusedByTest{"test.refused", Fault::conflict, "The test says no."};

inline Secret test_key(std::uint8_t fill = 7) { return Secret::of(Bytes(32, fill)); }

inline Result<std::unique_ptr<Database>> open_test_database(
    const std::filesystem::path& file, DatabaseOptions options = {}, Secret key = test_key(),
    std::span<const Migration> migrations = kTestMigrations) {
  return Database::open(file, std::move(key), migrations, options);
}

inline Result<> add_note(Transaction& transaction, std::int64_t number, std::string_view text) {
  TRY_VOID(transaction.execute(kAddNote, number, text));
  return {};
}
inline Result<std::vector<std::string>> notes(Database& database) {
  return database.read_now([](Reader& reader) { return reader.all<std::string>(kNotes); });
}

template <class T>
void start(boost::asio::io_context& context, Task<T> task, std::optional<T>& answer) {
  boost::asio::co_spawn(context.get_executor(), std::move(task),
                        [&answer](const std::exception_ptr& failed, T value) {
                          CHECK(failed == nullptr);
                          answer.emplace(std::move(value));
                        });
}

// The code of an answer's error, or "done".
template <class T>
std::string_view outcome(const Result<T>& result) {
  return result ? std::string_view{"done"} : result.error().kind().code;
}

}  // namespace gatehouse::store
