/* Trains the digits CNN from C: what an engineer copies to start with. Build it with the library that neap wrote:
 *
 *   neap compile cnn.onnx --loss softmax-cross-entropy --optimizer adam,lr=0.002 --batch 32 --emit library -o
 * libdigits.so cc train.c -I INCLUDE libdigits.so -Wl,-rpath,'$ORIGIN' -o train
 */
#include "libdigits.so.h"

#include <stdio.h>
#include <string.h>

/* Images of a made-up task: class k has its k-th row bright. */
static void fill(float *images, int64_t *labels, uint64_t batch, unsigned seed) {
  for (uint64_t i = 0; i < batch; ++i) {
    labels[i] = (int64_t)((i + seed) % 8);
    for (int pixel = 0; pixel < 64; ++pixel)
      images[i * 64 + pixel] = pixel / 8 == labels[i] ? 1.0f : 0.1f;
  }
}

int main(void) {
  neap_trainer *trainer = neap_trainer_create(&neap_program_main, 0);
  neap_tensor images, labels;
  double first = 0, loss = 0;
  if (!trainer || neap_trainer_find(trainer, NEAP_TRAIN_INPUTS, "image", &images) ||
      neap_trainer_find(trainer, NEAP_TRAIN_INPUTS, "target", &labels)) {
    fprintf(stderr, "%s\n", neap_last_error());
    return 1;
  }
  printf("arena %llu bytes, batch %lld\n", (unsigned long long)neap_trainer_arena_bytes(trainer),
         (long long)images.shape[0]);
  for (unsigned step = 0; step < 30; ++step) {
    fill(images.data, labels.data, (uint64_t)images.shape[0], step);
    if (neap_trainer_step(trainer, &loss, NULL)) {
      fprintf(stderr, "%s\n", neap_last_error());
      return 1;
    }
    if (step == 0)
      first = loss;
  }
  printf("loss %g, then %g\n", first, loss);
  if (neap_trainer_export(trainer, "trained.onnx")) {
    fprintf(stderr, "%s\n", neap_last_error());
    return 1;
  }
  neap_trainer_destroy(trainer);
  return loss < 0.1 * first ? 0 : 1;
}
