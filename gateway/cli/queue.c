/* paifang queue */
#include "cli/queue.h"

#include "cli/command.h"

enum cli_exit cmd_queue(int argc, char **argv)
{
    static const struct command subcommands[] = {
        {"list", "list posts that wait for something", queue_list},
        {"show", "show a post of the queue", queue_show},
        {"approve", "publish held posts", queue_decide},
        {"mask", "publish a held post with spans of your choice masked",
         queue_mask},
        {"reject", "refuse held posts", queue_decide},
        {"escalate", "leave posts to a senior", queue_decide},
        {"dismiss", "nothing is wrong with a published post", queue_decide},
        {"confirm", "a published post is what the rules took it for",
         queue_decide},
        {"resolve", "say what became of a post whose answer was lost",
         queue_resolve},
    };

    return cli_subcommand("queue", subcommands, COUNT_OF(subcommands), argc,
                          argv);
}
