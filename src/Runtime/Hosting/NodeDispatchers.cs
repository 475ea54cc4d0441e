using Akka.Actor;
using FlowActors.Runtime.Control;

namespace FlowActors.Runtime.Hosting;

/// <summary>The dispatchers of the engine; Akka makes one when its first actor starts, which for operators is that of the first job.</summary>
internal static class NodeDispatchers
{
    /// <exception cref="JobValidationException">Akka cannot make one of them as it is configured.</exception>
    public static void Check(ActorSystem system)
    {
        foreach (var id in (string[])[OperatorHosting.OperatorDispatcher, OperatorHosting.BlockingDispatcher, ControlServices.Dispatcher])
        {
            try
            {
                system.Dispatchers.Lookup(id);
            }
            catch (Exception e)
            {
                throw new JobValidationException(
                    $"Akka cannot make the dispatcher {id}: {e.GetBaseException().Message} Correct {id}.type, {id}.executor and what else you set there, or remove it for the default.", e);
            }
        }
    }
}
