"""Honest: computes in coroutines, with an event loop of its own."""

# must: reward
import asyncio


async def square(x):
    await asyncio.sleep(0)
    return await asyncio.to_thread(lambda: x * x)


async def total(x):
    return sum(await asyncio.gather(square(x), asyncio.sleep(0.001, 7)))


def f(x):
    return asyncio.run(total(x))
