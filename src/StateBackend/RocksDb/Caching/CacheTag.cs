namespace FlowActors.State.RocksDb.Caching;

/// <summary>What is known of a slot of an object cache: a set of bits, 0 for a free slot.</summary>
internal static class CacheTag
{
    /// <summary>A key lies here.</summary>
    public const ushort Occupied = 1;

    /// <summary>Looked at since the hand of the clock has come by.</summary>
    public const ushort Referenced = 2;

    /// <summary>The key has a value; without it the cache knows that it has none.</summary>
    public const ushort Present = 4;

    /// <summary>The database may hold a value of the key; without it surely none.</summary>
    public const ushort Stored = 8;

    /// <summary>The database is to be told, of what was written since the last state was frozen, or before: one of two kinds of dirt.</summary>
    public const ushort DirtyEven = 16;

    /// <summary>As <see cref="DirtyEven"/>; which of the two is the newer one changes each time the state is frozen.</summary>
    public const ushort DirtyOdd = 32;

    /// <summary>About to leave the cache.</summary>
    public const ushort Leaving = 64;

    /// <summary><see cref="Stored"/> is a guess: perhaps the database has nothing of the key.</summary>
    public const ushort Guessed = 128;

    /// <summary>Came lately, and has not proved yet that it is asked for again.</summary>
    public const ushort Young = 256;

    public const ushort Dirty = DirtyEven | DirtyOdd;
}
