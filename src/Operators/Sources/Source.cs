using System.Globalization;
using System.Threading.Channels;

namespace FlowActors.Sources;

/// <summary>
/// The sources behind the methods of <see cref="StreamExecutionEnvironment"/> of the same names, to be used as parts of others, such as a
/// <see cref="HybridSource"/>. <see cref="TextFileSource"/> is a class of its own.
/// </summary>
public static class Source
{
    /// <summary>See <see cref="StreamExecutionEnvironment.FromCollection{T}"/>.</summary>
    public static Source<T> FromCollection<T>(IEnumerable<T> collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        return new CollectionSource<T>(collection);
    }

    /// <summary>See <see cref="StreamExecutionEnvironment.FromSequence"/>.</summary>
    /// <exception cref="JobValidationException">There are no numbers between them, or too many.</exception>
    public static Source<long> FromSequence(long from, long to)
    {
        if (to < from)
            throw new JobValidationException(string.Create(
                CultureInfo.InvariantCulture, $"A sequence from {from} to {to} has no numbers: the second must not be smaller than the first."));
        if ((UInt128)((Int128)to - from) >= long.MaxValue)
            throw new JobValidationException(string.Create(
                CultureInfo.InvariantCulture, $"A sequence from {from} to {to} has more than {long.MaxValue} numbers; split it in two."));
        return new GeneratorSource<long>(to - from + 1, index => from + index);
    }

    /// <summary>See <see cref="StreamExecutionEnvironment.Generate{T}"/>.</summary>
    public static Source<T> Generate<T>(long? count, Func<long, T> generate, double? recordsPerSecond = null)
    {
        ArgumentNullException.ThrowIfNull(generate);
        return new GeneratorSource<T>(count, generate, recordsPerSecond);
    }

    /// <summary>See <see cref="StreamExecutionEnvironmentSources.SocketTextStream"/>. At most once.</summary>
    public static Source<string> SocketText(string host, int port, SocketTextSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new SocketTextSource(host, port, settings ?? new SocketTextSettings());
    }

    /// <summary>See <see cref="StreamExecutionEnvironmentSources.FromAsyncEnumerable{T}"/>. At most once.</summary>
    public static Source<T> FromAsyncEnumerable<T>(IAsyncEnumerable<T> records, Boundedness boundedness = Boundedness.Unbounded)
    {
        ArgumentNullException.ThrowIfNull(records);
        return new AsyncSequenceSource<T>(records, boundedness);
    }

    /// <summary>See <see cref="StreamExecutionEnvironmentSources.FromChannel{T}"/>. At most once.</summary>
    public static Source<T> FromChannel<T>(ChannelReader<T> channel, Boundedness boundedness = Boundedness.Unbounded)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return new ChannelSource<T>(channel, boundedness);
    }
}
