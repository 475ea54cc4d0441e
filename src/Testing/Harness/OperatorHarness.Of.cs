using FlowActors.Graph;
using FlowActors.Operators;

namespace FlowActors.Testing;

public partial class OperatorHarness
{
    /// <summary>
    /// Drives the one operator that a program adds to its input, written as in a job: <c>numbers => numbers.KeyBy(x => x % 10).Count()</c>.
    /// </summary>
    /// <typeparam name="TIn">What comes in.</typeparam>
    /// <typeparam name="TOut">What goes out.</typeparam>
    /// <param name="program">Adds exactly one operator; partitionings such as KeyBy are none.</param>
    /// <param name="settings">Its surroundings; null for the defaults.</param>
    /// <exception cref="ArgumentException">The program adds no operator or several.</exception>
    /// <exception cref="JobValidationException">The program cannot run: a type cannot be serialized, say.</exception>
    /// <exception cref="OperatorFailedException">The operator could not be opened.</exception>
    public static OperatorHarness<TIn, TOut> Of<TIn, TOut>(Func<DataStream<TIn>, DataStream<TOut>> program, HarnessSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        settings ??= new HarnessSettings();
        settings.Check();
        return new OperatorHarness<TIn, TOut>(ProgramUnderTest.Plan(program, settings), settings);
    }

    /// <summary>
    /// Drives the one operator that a program adds to its two inputs, written as in a job:
    /// <c>(orders, rates) => orders.Connect(rates).Process(() => new F())</c>. The first stream is input 0, the second input 1.
    /// </summary>
    /// <typeparam name="TFirst">What comes in by the first stream.</typeparam>
    /// <typeparam name="TSecond">What comes in by the second stream.</typeparam>
    /// <typeparam name="TOut">What goes out.</typeparam>
    /// <param name="program">Adds exactly one operator; partitionings such as KeyBy are none.</param>
    /// <param name="settings">Its surroundings; null for the defaults.</param>
    /// <exception cref="ArgumentException">The program adds no operator or several.</exception>
    /// <exception cref="JobValidationException">The program cannot run: a type cannot be serialized, say.</exception>
    /// <exception cref="OperatorFailedException">The operator could not be opened.</exception>
    public static OperatorHarness Of<TFirst, TSecond, TOut>(
        Func<DataStream<TFirst>, DataStream<TSecond>, DataStream<TOut>> program, HarnessSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        settings ??= new HarnessSettings();
        settings.Check();
        return new OperatorHarness(ProgramUnderTest.Plan(program, settings), settings);
    }

    /// <summary>
    /// Drives the sink that a program ends with: <c>lines => lines.SinkTo(new FolderSink(folder))</c>. Its commits run on the calling
    /// thread, after <see cref="CompleteCheckpoint"/> and <see cref="Finish"/>; those that are retried, when the clock has moved.
    /// </summary>
    /// <typeparam name="TIn">What comes in.</typeparam>
    /// <param name="program">Adds exactly one operator, the sink; partitionings such as KeyBy are none.</param>
    /// <param name="settings">Its surroundings; null for the defaults.</param>
    /// <exception cref="ArgumentException">The program adds other operators too.</exception>
    /// <exception cref="JobValidationException">The program cannot run: a type cannot be serialized, say.</exception>
    /// <exception cref="OperatorFailedException">The operator could not be opened.</exception>
    public static OperatorHarness<TIn, Nothing> Of<TIn>(Func<DataStream<TIn>, StreamSink> program, HarnessSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        settings ??= new HarnessSettings();
        settings.Check();
        return new OperatorHarness<TIn, Nothing>(ProgramUnderTest.Plan(program, settings), settings);
    }

    /// <summary>Drives an operator that is written by hand.</summary>
    /// <param name="createOperator">Makes a new operator at each call; called again at each restore.</param>
    /// <param name="inputs">Its inputs, by number: at least one.</param>
    /// <param name="outputs">The types of its outputs' records, by number; none for an operator without.</param>
    /// <param name="settings">Its surroundings; null for the defaults.</param>
    /// <param name="name">Its name, in messages, and its uid.</param>
    /// <exception cref="Serialization.UnserializableTypeException">A type cannot be serialized.</exception>
    /// <exception cref="OperatorFailedException">The operator could not be opened.</exception>
    public static OperatorHarness Of(
        Func<IInputOperator> createOperator,
        IReadOnlyList<HarnessInput> inputs,
        IReadOnlyList<Type> outputs,
        HarnessSettings? settings = null,
        string name = "Operator") => Of(NodeOf(createOperator, inputs, outputs, name), inputs, settings);

    /// <summary>Drives the operator of a node that is written by hand.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="inputs">Its inputs, by number, of the types that the node says.</param>
    /// <param name="settings">Its surroundings; null for the defaults.</param>
    /// <exception cref="ArgumentException">The inputs are not those of the node.</exception>
    /// <exception cref="Serialization.UnserializableTypeException">A type cannot be serialized.</exception>
    /// <exception cref="OperatorFailedException">The operator could not be opened.</exception>
    public static OperatorHarness Of(OperatorNode node, IReadOnlyList<HarnessInput> inputs, HarnessSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(inputs);
        return new OperatorHarness(OperatorBlueprint.Of(node, inputs), settings ?? new HarnessSettings());
    }

    /// <summary>
    /// Makes new operators from a snapshot: a group of subtasks, with new function objects, whose state is divided among them as after
    /// a rescale. Records given to the group go to the owner of their key.
    /// </summary>
    /// <param name="snapshot">What they are restored from.</param>
    /// <param name="parallelism">How many subtasks, from 1 to the number of key groups.</param>
    public static HarnessGroup<TIn, TOut> Restore<TIn, TOut>(OperatorSnapshot<TIn, TOut> snapshot, int parallelism = 1)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new HarnessGroup<TIn, TOut>(snapshot.Blueprint, snapshot.Settings with { Snapshot = snapshot, Parallelism = parallelism });
    }

    /// <summary>As <see cref="Restore{TIn,TOut}"/>, for operators with several inputs or outputs.</summary>
    /// <param name="snapshot">What they are restored from.</param>
    /// <param name="parallelism">How many subtasks, from 1 to the number of key groups.</param>
    public static HarnessGroup Restore(OperatorSnapshot snapshot, int parallelism = 1)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new HarnessGroup(snapshot.Blueprint, snapshot.Settings with { Snapshot = snapshot, Parallelism = parallelism });
    }

    internal static OperatorNode NodeOf(
        Func<IInputOperator> createOperator, IReadOnlyList<HarnessInput> inputs, IReadOnlyList<Type> outputs, string name)
    {
        ArgumentNullException.ThrowIfNull(createOperator);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new OperatorNode(0, name, [.. inputs.Select(i => i.RecordType)], [.. outputs.Select(o => new OutputPort(o))], createOperator)
        {
            Kind = name,
        };
    }
}
