namespace FlowActors.Sources;

/// <summary>
/// The lines of text files, without their ends (LF or CRLF; the last line needs none). Files are in UTF-8, in UTF-16 or UTF-32
/// with a byte order mark, or in the encoding of the settings. A byte order mark at the beginning of a file is no part of its
/// first line. Bytes that are no text become U+FFFD and are counted.
/// </summary>
/// <remarks>
/// <para>Each path is a file, a folder (all files in and below it, without those whose own or whose folder's name begins with a
/// dot), a pattern with <c>*</c> (within a name) and <c>**</c> (any folders), or <c>-</c> for the standard input of the
/// process that runs subtask 0. Links are followed, in and below folders too. A file is read once, by however many
/// paths, links and hard links it is named. A pipe or a character device that is named itself, or by a link, is read as a
/// stream, once, by one subtask. Streams and standard input do not come again: a job that starts again fails with them; they are
/// not looked at ahead. Pipes, sockets and devices in folders, links to nothing, and names that are not UTF-8 (.NET cannot open
/// them) are refused.</para>
/// <para>What begins with the bytes 1F 8B 08 is gzip, whatever its name, and is read decompressed, with all its members, as a whole by
/// one subtask; standard input and pipes too. What is called <c>.gz</c> and is none is refused. Gzip that is cut off or damaged, or
/// that other bytes follow, fails the job there, and never ends early. Positions in it are those of the decompressed text.</para>
/// <para>Large files are read by all subtasks: a line belongs to the range in which its first byte lies. With one subtask lines
/// come in the order of the paths, files of a folder or pattern by ordinal order of their names. Files of the system without a
/// length of their own (such as those in <c>/proc</c>) are read to where they end. The accumulator
/// <see cref="BytesReadAccumulator"/> grows up to <see cref="TotalBytes"/>; both count gzip as it is, compressed.</para>
/// <para>Files must not change while they are read; all nodes of a cluster must see the same. A file that grows is read as far as
/// it was long when it was found, and on to the end of the line that was open there. One that vanishes, becomes shorter, is replaced
/// by another, is written to in place, or cannot be read fails the job with an <see cref="IOException"/> that names the file and the
/// position. That a file was replaced or written to is told by its number in the file system and the time of its last write, when it is opened
/// and at the end of each range, on the machine that found it; a copy that kept length and time passes for the same.</para>
/// <para>With <see cref="TextFileSettings.MonitorInterval"/> the source does not end: files that appear are read too, each once. A
/// file is taken when two looks have found it unchanged, and is looked into then; an empty one, a path with nothing behind it, a pattern
/// without matches and a link to nothing are waited for. A file that was taken is known by its path for ever, whatever happens to it or to its folder:
/// what is appended to it, or put in its place, is not read. Under another name it is known as long as length, last write and (where the
/// system numbers files) its number and the time of its birth are the same; renamed after it has grown, it is a new file. It must stay where it is until it was read. Each
/// look asks for the status of all files there are, and a checkpoint holds 32 bytes for each that was ever taken.</para>
/// </remarks>
public sealed class TextFileSource : Source<string, TextFileSplit>
{
    /// <summary>The accumulator of the bytes that were read, over all text-file sources of a job.</summary>
    public const string BytesReadAccumulator = "bytesRead";

    /// <summary>
    /// The accumulator of the sequences of bytes that are no text in the encoding of their file and were replaced, over all
    /// text-file sources of a job.
    /// </summary>
    public const string InvalidUtf8Accumulator = "invalidUtf8Sequences";

    private readonly string[] _paths;
    private readonly Func<Stream> _openStandardInput;
    private readonly Lock _lock = new();
    private IReadOnlyList<InputFile>? _files;

    /// <summary>A source of the given paths. Nothing is looked up yet.</summary>
    /// <param name="paths">Files, folders, patterns, <c>-</c>.</param>
    /// <param name="settings">How to read; null takes the defaults.</param>
    public TextFileSource(IEnumerable<string> paths, TextFileSettings? settings = null)
        : this(paths, settings, Console.OpenStandardInput)
    {
    }

    internal TextFileSource(IEnumerable<string> paths, TextFileSettings? settings, Func<Stream> openStandardInput)
    {
        _paths = [.. paths];
        Settings = settings ?? new TextFileSettings();
        _openStandardInput = openStandardInput;
    }

    /// <inheritdoc/>
    public override Boundedness Boundedness => Settings.MonitorInterval is null ? Boundedness.Bounded : Boundedness.Unbounded;

    /// <summary>
    /// The size of all files, as found when the source was last validated or else now; null when standard input, a pipe or a
    /// device is among them, or when files are monitored: nobody knows then how many there will be.
    /// </summary>
    /// <exception cref="JobValidationException">A path cannot be read.</exception>
    public long? TotalBytes => Settings.MonitorInterval is not null || Files.Any(f => f.IsStream) ? null : Files.Sum(f => f.Length);

    /// <summary>
    /// The files that the paths stand for, as found when the source was last validated or else now; without standard input.
    /// Of monitored ones those that were there then.
    /// </summary>
    /// <exception cref="JobValidationException">A path cannot be read.</exception>
    public IReadOnlyList<string> FilePaths => [.. Files.Where(f => f.Path != InputFile.StandardInputPath).Select(f => f.Path)];

    internal TextFileSettings Settings { get; }

    /// <summary>Found once, when the source is validated or else when it is asked.</summary>
    internal IReadOnlyList<InputFile> Files
    {
        get
        {
            lock (_lock) return _files ??= Find();
        }
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        Settings.Validate();
        var files = Find();
        lock (_lock) _files = files;
    }

    /// <inheritdoc/>
    public override SplitEnumerator<TextFileSplit> CreateEnumerator() => Settings.MonitorInterval is { } interval
        ? new FileMonitor(_paths, Settings, interval)
        : new ListEnumerator<TextFileSplit>(
            parallelism => SplitPlanner.Plan(Files, Settings.SplitBytes, parallelism).Select(r => new TextFileSplit(r)),
            (split, subtask) => SplitPlanner.MayRead(split.Range, subtask));

    /// <inheritdoc/>
    public override SourceReader<string, TextFileSplit> CreateReader() => new TextFileReader(this);

    // Monitored files are looked into when they are taken: those that are there may still be written.
    private IReadOnlyList<InputFile> Find() => Settings.MonitorInterval is null
        ? InputPaths.Resolve(_paths, Settings.Encoding)
        : [.. InputPaths.Look(_paths).Select(file => new InputFile(file.Path, file.Status, HasRanges: false))];

    internal Stream OpenStandardInput() => _openStandardInput();
}
