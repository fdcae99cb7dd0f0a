// Task<T>: a coroutine on a network thread.
//
// Each core has its own io_context run by one thread (docs/adr/0002), so a coroutine never needs a
// strand. Parameters by value; nothing in it may block.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gatehouse {

using Executor = boost::asio::io_context::executor_type;

template <class T = void>
using Task = boost::asio::awaitable<T, Executor>;

inline constexpr boost::asio::use_awaitable_t<Executor> use_task{};

}  // namespace gatehouse
