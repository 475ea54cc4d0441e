using FlowActors.Functions;

namespace FlowActors.Examples.DeadLetters;

/// <summary>Emits good orders, and to a side output the lines that are none, with the reason. A bad line never fails the job.</summary>
internal sealed class ReadOrders : ProcessFunction<OrderLine, Order>
{
    public static readonly OutputTag<DeadLetter> DeadLetters = new("dead-letters");

    public override void ProcessElement(OrderLine value, IProcessContext context, Collector<Order> output)
    {
        if (OrderFormat.TryRead(value.Text, out var order, out var reason)) output.Collect(order);
        else context.Output(DeadLetters, new DeadLetter(value.File, value.Line, reason, value.Text));
    }
}
