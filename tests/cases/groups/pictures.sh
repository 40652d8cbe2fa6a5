# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# Thumbnails: what is a picture, and where they are written.

photo_overwritten() {
  need_pictures
  md5sum photos/* >before
  expect_refused "'new/../photos/a.jpg', to be written for 'photos/a.jpg', is an input too" p.yaml
  expect_in "what validate says of the other" "'new/../photos/b.jpg'" "$err"
  expect "the photos" "$(cat before)" "$(md5sum photos/*)"
}
check run/07-photo-overwritten photo_overwritten

# As PNG, whose pixels can be read without a library. The fourth picture is grey, and gets lighter
# from left to right.
tiff_extra_samples() {
  need_pictures
  command -v python3 >/dev/null || skip "there is no Python 3 here"
  rm -rf th rej.ndjson
  sed 's/jpeg/png/; s/{name}.jpg/{stem}.png/' p.yaml >png.yaml
  dp run png.yaml
  expect "exit code" 0 "$code"
  local name
  for name in rgb5_unspec rgbx_noextra rgbx_unspec0; do
    expect "a pixel of $name" "220 30 30" "$(python3 "$here/pixel.py" "th/$name.png" 10 7)"
  done
  expect "a pixel of gray2_unspec" "16 16 16" "$(python3 "$here/pixel.py" th/gray2_unspec.png 10 7)"
}
check run/11-tiff-extra-samples tiff_extra_samples

jpeg_without_end() {
  need_pictures
  rm -f rej.ndjson
  dp run p.yaml
  expect "exit code" 3 "$code"
  expect "rows" 'in/noeoi.jpg,th/noeoi.jpg,128,96' "$(tail -n +2 t.csv | cut -d, -f1-4)"
  expect "rejects" 'in/cut.jpg' "$(sed -nE 's/^\{"file":"([^"]*)".*"jpeg: .*/\1/p' rej.ndjson)"
  expect "thumbnails" noeoi.jpg "$(ls th)"
}
check run/14-jpeg-no-eoi jpeg_without_end

broken_thumbnail() {
  need_pictures
  rm -rf th
  dp run p.yaml
  cp th/a.jpg good.jpg
  local existing broken
  for existing in newer skip; do
    for broken in 0 200; do
      head -c "$broken" good.jpg >th/a.jpg
      dp run p.yaml --set "existing=$existing"
      expect "exit code of $existing over $broken bytes" 0 "$code"
      expect "thumbnail of $existing over $broken bytes" "$(md5sum <good.jpg)" "$(md5sum <th/a.jpg)"
    done
  done
}
check run/21-broken-thumbnail-there broken_thumbnail

same_name_behind_reader() {
  need_pictures
  rm -rf th t.csv
  keep_rejects p.yaml
  dp run p.yaml
  expect "exit code" 3 "$code"
  expect "rows" 1 "$(tail -n +2 t.csv | grep -c '^ph/a\.[a-z]*,th/a.jpg,64,48')"
  expect "rejects" 1 "$(grep -c 'would be written to it too' rej.ndjson)"
}
check run/25-same-name-behind-reader same_name_behind_reader

dots_leave_no_folder() {
  need_pictures
  give run/07-photo-overwritten/photos/a.jpg
  mv a.jpg ./...jpg
  write p.yaml 'dp: 1' 'input: "./...jpg"' \
    'map: [{use: thumbnail, with: {output: "thumbs/{stem}/t.{ext}"}}]' 'output: o.csv'
  expect_refused "its name leads out of the folder" p.yaml
  expect "pictures" ./...jpg "$(find . -name '*.jpg')"
}
check faults/10-three-dots dots_leave_no_folder
