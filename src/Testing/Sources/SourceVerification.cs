using FlowActors.Graph;
using FlowActors.Sources;

namespace FlowActors.Testing;

/// <summary>
/// Proves that a source can be read again from a position, whatever happens to it in a cluster. It is read plainly by one reader, and again: with
/// an output that is full after each record; with a snapshot after each record; with a snapshot and a restore after one record, for each,
/// and after each; with several readers, and restored with another number of them; with a reader that is lost after one record, for
/// each, before any checkpoint has completed, and after each. All runs must give each record exactly once, and those of a single reader the same
/// order.
/// </summary>
/// <remarks>
/// The source is the same object in all runs, so what it reads must still be there. What a lost reader has read since the last completed
/// checkpoint does not count, as everything behind it goes back too. Records are compared by their bytes and timestamps. Of sources of
/// more than 50 records those after which something happens once are 50, evenly chosen.
/// </remarks>
public static class SourceVerification
{
    /// <summary>As <see cref="VerifyAsync{T}(Source{T},SourceVerificationSettings,CancellationToken)"/>, on the calling thread, which also waits for threads of the source.</summary>
    /// <typeparam name="T">The records.</typeparam>
    /// <param name="source">The source.</param>
    /// <param name="settings">What is to be known of it; null for the defaults.</param>
    /// <exception cref="SourceVerificationException">Some run gave other records than the plain one.</exception>
    /// <exception cref="ArgumentException">The source is unbounded, and the settings do not say how many records are to be read.</exception>
    public static void Verify<T>(Source<T> source, SourceVerificationSettings? settings = null) =>
        VerifyAsync(source, settings).GetAwaiter().GetResult();

    /// <summary>As <see cref="Verify{T}(Source{T},SourceVerificationSettings)"/>, of the source that a program adds.</summary>
    /// <typeparam name="T">The records.</typeparam>
    /// <param name="program">Adds the source, and nothing else, to the environment that it is given.</param>
    /// <param name="settings">What is to be known of it; null for the defaults.</param>
    /// <exception cref="SourceVerificationException">Some run gave other records than the plain one.</exception>
    /// <exception cref="ArgumentException">The program is more than a source; or the source is unbounded, and the settings do not say how many records are to be read.</exception>
    public static void Verify<T>(Func<StreamExecutionEnvironment, DataStream<T>> program, SourceVerificationSettings? settings = null) =>
        VerifyAsync(program, settings).GetAwaiter().GetResult();

    /// <summary>Verifies a source.</summary>
    /// <typeparam name="T">The records.</typeparam>
    /// <param name="source">The source.</param>
    /// <param name="settings">What is to be known of it; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="SourceVerificationException">Some run gave other records than the plain one.</exception>
    /// <exception cref="ArgumentException">The source is unbounded, and the settings do not say how many records are to be read.</exception>
    public static Task VerifyAsync<T>(Source<T> source, SourceVerificationSettings? settings = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return VerifyAsync(SourceHarness<T>.NodeOf(source), settings ?? new SourceVerificationSettings(), cancellationToken);
    }

    /// <summary>As <see cref="VerifyAsync{T}(Source{T},SourceVerificationSettings,CancellationToken)"/>, of the source that a program adds.</summary>
    /// <typeparam name="T">The records.</typeparam>
    /// <param name="program">Adds the source, and nothing else, to the environment that it is given.</param>
    /// <param name="settings">What is to be known of it; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="SourceVerificationException">Some run gave other records than the plain one.</exception>
    /// <exception cref="ArgumentException">The program is more than a source; or the source is unbounded, and the settings do not say how many records are to be read.</exception>
    public static Task VerifyAsync<T>(
        Func<StreamExecutionEnvironment, DataStream<T>> program, SourceVerificationSettings? settings = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        settings ??= new SourceVerificationSettings();
        var node = SourceUnderTest.Of(program, settings.Serializers);
        return VerifyAsync(node, settings, cancellationToken);
    }

    private static Task VerifyAsync<T>(SourceNode<T> node, SourceVerificationSettings settings, CancellationToken cancellationToken)
    {
        settings = settings with { Name = settings.Name ?? node.Name };
        settings.Check();
        if (node.IsUnbounded && settings.Records is null)
        {
            throw new ArgumentException(
                $"Source '{settings.Name}' is unbounded, so no run of it would end: say how many records are to be read, by " +
                $"{nameof(SourceVerificationSettings)}.{nameof(SourceVerificationSettings.Records)}.", nameof(settings));
        }

        return new SourceVerifier<T>(node, settings).RunAsync(cancellationToken);
    }
}
