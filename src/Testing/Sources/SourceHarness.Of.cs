using FlowActors.Sources;

namespace FlowActors.Testing;

/// <summary>Makes harnesses that drive sources; see <see cref="SourceHarness{T}"/>.</summary>
public static class SourceHarness
{
    /// <summary>Drives a source from its beginning.</summary>
    /// <typeparam name="T">The records.</typeparam>
    /// <param name="source">The source, which is validated as when a job is submitted.</param>
    /// <param name="settings">Its surroundings; null for the defaults.</param>
    /// <exception cref="JobValidationException">The source cannot be read.</exception>
    /// <exception cref="Serialization.UnserializableTypeException">Records or splits cannot be serialized.</exception>
    /// <exception cref="OperatorFailedException">The enumerator or a reader could not be opened.</exception>
    public static SourceHarness<T> Of<T>(Source<T> source, SourceHarnessSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new SourceHarness<T>(SourceHarness<T>.NodeOf(source), settings ?? new SourceHarnessSettings(), null);
    }

    /// <summary>Drives the source that a program adds, such as <c>env => env.FromTextFile(path)</c>.</summary>
    /// <typeparam name="T">The records.</typeparam>
    /// <param name="program">Adds the source, and nothing else, to the environment that it is given.</param>
    /// <param name="settings">Its surroundings; null for the defaults.</param>
    /// <exception cref="ArgumentException">The program is more than a source.</exception>
    /// <exception cref="JobValidationException">The source cannot be read, or its records cannot be serialized.</exception>
    /// <exception cref="OperatorFailedException">The enumerator or a reader could not be opened.</exception>
    public static SourceHarness<T> Of<T>(Func<StreamExecutionEnvironment, DataStream<T>> program, SourceHarnessSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        settings ??= new SourceHarnessSettings();
        var node = SourceUnderTest.Of(program, settings.Serializers);
        return new SourceHarness<T>(node, settings, null);
    }

    /// <summary>
    /// Goes on from a snapshot, as a job does that is restored: with a new enumerator and new readers, among which the splits of all
    /// readers are dealt out after <see cref="Source{T,TSplit}.Redistribute"/>.
    /// </summary>
    /// <typeparam name="T">The records.</typeparam>
    /// <param name="snapshot">What it goes on from.</param>
    /// <param name="parallelism">How many readers there are now; null for as many as before.</param>
    /// <exception cref="OperatorFailedException">The enumerator or a reader could not be restored.</exception>
    public static SourceHarness<T> Restore<T>(SourceSnapshot<T> snapshot, int? parallelism = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var settings = snapshot.Settings with { Parallelism = parallelism ?? snapshot.Parallelism };
        return new SourceHarness<T>(snapshot.Node, settings, snapshot);
    }
}
