// What can be wrong with a request of a directory. The code's second half is the scimType of RFC
// 7644 3.12 where there is one.
#pragma once

#include "base/result.h"

namespace gatehouse::directory {

inline constexpr ErrorKind kInvalidFilter{
    "directory.invalid_filter", Fault::invalid,
    "The filter cannot be read. Write it like: userName eq \"name@example.com\"."};
inline constexpr ErrorKind kInvalidSyntax{
    "directory.invalid_syntax", Fault::invalid,
    "The request is not a JSON object that can be read here, or names an attribute twice."};
inline constexpr ErrorKind kInvalidPath{"directory.invalid_path", Fault::invalid,
                                        "The path of an operation cannot be read."};
inline constexpr ErrorKind kNoTarget{"directory.no_target", Fault::invalid,
                                     "The path of an operation leads to nothing."};
inline constexpr ErrorKind kInvalidValue{
    "directory.invalid_value", Fault::invalid,
    "A value is missing, too long or not of the kind that is needed here. A user needs a userName "
    "and an e-mail address."};
inline constexpr ErrorKind kMutability{"directory.mutability", Fault::invalid,
                                       "This attribute is read-only."};
inline constexpr ErrorKind kUniqueness{
    "directory.uniqueness", Fault::conflict,
    "This name or address, or one that looks like it, is taken already.", "IDN-06"};
inline constexpr ErrorKind kTooMany{"directory.too_many", Fault::invalid,
                                    "This is more than a workspace keeps. Send less."};
inline constexpr ErrorKind kVersionMismatch{
    "directory.version_mismatch", Fault::conflict,
    "The resource was changed in the meantime. Read it again."};
inline constexpr ErrorKind kOwnersByHand{
    "directory.owners_by_hand", Fault::forbidden,
    "Owners are managed by hand in the workspace, never by a directory.", "ACC-02"};

}  // namespace gatehouse::directory
