using Microsoft.Extensions.Time.Testing;

namespace FlowActors.Testing;

/// <summary>
/// A clock that stands still until a test moves it (<see cref="FakeTimeProvider.Advance"/>, <see cref="FakeTimeProvider.SetUtcNow"/>),
/// always forward. Timers fire on the thread that moves it, in the order of their times, also those that are set while others fire;
/// while they fire the clock shows the time that it was moved to. It starts at 2000-01-01, or where it is told to. Thread-safe.
/// </summary>
public sealed class TestClock : FakeTimeProvider
{
    /// <summary>A clock that starts at 2000-01-01 00:00 UTC.</summary>
    public TestClock()
    {
    }

    /// <summary>A clock that starts at the given time.</summary>
    public TestClock(DateTimeOffset start)
        : base(start)
    {
    }
}
