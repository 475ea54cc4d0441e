namespace FlowActors.State.RocksDb.Interop;

/// <summary>What holds for one family of a database, and for files written for it. Sizes are bytes.</summary>
internal sealed record FamilyOptions
{
    /// <summary>The family that every database has.</summary>
    public const string Default = "default";

    /// <summary>Its name, unlike the others'.</summary>
    public string Name { get; init; } = Default;

    /// <summary>Where blocks stay after a read; null: nowhere, each read goes to the file.</summary>
    public RocksCache? BlockCache { get; init; }

    /// <summary>The size of a block before compression.</summary>
    public int BlockBytes { get; init; } = 4096;

    /// <summary>Bits of the Bloom filter of a file for each whole key; memtables have one too, of a fiftieth of their size. 0: no filters.</summary>
    public int BloomBitsPerKey { get; init; } = 10;

    /// <summary>
    /// Whether index and filter are in parts that come and go in the cache, their top level pinned: for databases whose indexes do
    /// not fit. Otherwise they stay in memory, outside the cache, as long as a file is open. Needs a <see cref="BlockCache"/>.
    /// </summary>
    public bool PartitionFilters { get; init; }

    /// <summary>The size of those parts.</summary>
    public int FilterPartBytes { get; init; } = 4096;

    /// <summary>The size at which a memtable is flushed.</summary>
    public long WriteBufferBytes { get; init; } = 64L << 20;

    /// <summary>By what a memtable grows; 0: an eighth of <see cref="WriteBufferBytes"/>, at most 1 MB. Shared write buffers count in these steps.</summary>
    public long ArenaBlockBytes { get; init; }

    /// <summary>With so many files level 0 is compacted.</summary>
    public int Level0Files { get; init; } = 4;

    /// <summary>The size of files below level 0.</summary>
    public long TargetFileBytes { get; init; } = 64L << 20;

    /// <summary>The size of the first level below level 0.</summary>
    public long MaxBytesForLevelBase { get; init; } = 256L << 20;

    /// <summary>How blocks are compressed.</summary>
    public Compression Compression { get; init; } = Compression.Lz4;

    /// <summary>Whether files are compacted only when <see cref="RocksDatabase.Compact"/> is called, until <see cref="RocksDatabase.EnableAutoCompaction"/>.</summary>
    public bool DisableAutoCompaction { get; init; }

    /// <exception cref="ArgumentException">Something is out of its range, or does not fit something else.</exception>
    public void Validate()
    {
        Require(!string.IsNullOrEmpty(Name) && !Name.Contains('\0', StringComparison.Ordinal), "has no name");
        Require(BlockBytes > 0, $"has blocks of {BlockBytes} bytes; they must be larger than 0");
        Require(BloomBitsPerKey is >= 0 and <= 100, $"has {BloomBitsPerKey} bits of filter for each key; 0 to 100 are possible");
        Require(FilterPartBytes > 0, $"has parts of filters of {FilterPartBytes} bytes; they must be larger than 0");
        Require(!PartitionFilters || BlockCache is not null, "has its filters in parts, which needs a block cache");
        Require(WriteBufferBytes > 0, $"has write buffers of {WriteBufferBytes} bytes; they must be larger than 0");
        Require(ArenaBlockBytes >= 0, $"grows its memtables by {ArenaBlockBytes} bytes");
        Require(Level0Files > 0, $"compacts level 0 with {Level0Files} files");
        Require(TargetFileBytes > 0 && MaxBytesForLevelBase > 0, $"has files of {TargetFileBytes} and a level of {MaxBytesForLevelBase} bytes");
    }

    private void Require(bool holds, string what)
    {
        if (!holds) throw new ArgumentException($"The family '{Name}' {what}.");
    }
}
