namespace FlowActors.State.RocksDb.Caching;

/// <summary>What is known of a slot of an object cache: a set of bits, 0 for a free slot.</summary>
internal static class CacheTag
{
    /// <summary>A key lies here.</summary>
    public const byte Occupied = 1;

    /// <summary>Looked at since the hand of the clock has come by.</summary>
    public const byte Referenced = 2;

    /// <summary>The key has a value; without it the cache knows that it has none.</summary>
    public const byte Present = 4;

    /// <summary>The database may hold a value of the key; without it surely none.</summary>
    public const byte Stored = 8;

    /// <summary>The database is to be told, of what was written since the last state was frozen, or before: one of two kinds of dirt.</summary>
    public const byte DirtyEven = 16;

    /// <summary>As <see cref="DirtyEven"/>; which of the two is the newer one changes each time the state is frozen.</summary>
    public const byte DirtyOdd = 32;

    /// <summary>About to leave the cache.</summary>
    public const byte Leaving = 64;

    /// <summary><see cref="Stored"/> is a guess: perhaps the database has nothing of the key.</summary>
    public const byte Guessed = 128;

    public const byte Dirty = DirtyEven | DirtyOdd;
}
